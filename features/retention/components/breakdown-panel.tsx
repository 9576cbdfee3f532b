'use client'
import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Panel } from '#components/feedback/panel.tsx'
import { Waiting } from '#components/feedback/waiting.tsx'
import { BreakdownTable } from '#features/retention/components/breakdown-table.tsx'
import { breakdownQueryOf } from '#features/retention/sheet/queries.ts'
import type { Breakdown } from '#features/retention/sheet/schema.ts'
import classes from './result.module.css'

const choices = ['country', 'device'] as const satisfies readonly Breakdown['by'][]

/** Players by country or device of the first login. `onChoose` shows the players of one value in the sheet. */
export function BreakdownPanel({ id, onChoose }: { id: string; onChoose: (by: Breakdown['by'], value: string | null) => void }) {
  const t = useTranslations('retention.breakdown')
  const [by, setBy] = useState<Breakdown['by']>('country')
  const query = useQuery(breakdownQueryOf(id, by))
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t('by')}
      value={by}
      onChange={(value) => setBy(value === 'device' ? 'device' : 'country')}
      data={choices.map((value) => ({ value, label: t(value) }))}
    />
  )
  return (
    <Panel title={t('title')} action={choice}>
      {query.data ? (
        <>
          <BreakdownTable breakdown={query.data} onChoose={(value) => onChoose(by, value)} />
          <p className={classes.hint}>{t('note')}</p>
        </>
      ) : (
        <Waiting query={query} heights={[240]} />
      )}
    </Panel>
  )
}

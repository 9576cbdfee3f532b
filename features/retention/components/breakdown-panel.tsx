'use client'
import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { BreakdownTable } from '#features/retention/components/breakdown-table.tsx'
import { breakdownQueryOf } from '#features/retention/sheet/queries.ts'
import type { Breakdown } from '#features/retention/sheet/schema.ts'
import classes from './result.module.css'

const choices = ['country', 'device'] as const satisfies readonly Breakdown['by'][]

/** Players by country or device of the first login. `onChoose` shows the players of one value in the sheet. */
export function BreakdownPanel({ id, onChoose }: { id: string; onChoose: (by: Breakdown['by'], value: string | null) => void }) {
  const t = useTranslations('retention.breakdown')
  const [by, setBy] = useState<Breakdown['by']>('country')
  const { data, error, refetch } = useQuery(breakdownQueryOf(id, by))
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
      {error && !data && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={240} />
        </Late>
      )}
      {data && <BreakdownTable breakdown={data} onChoose={(value) => onChoose(by, value)} />}
      {data && <p className={classes.hint}>{t('note')}</p>}
    </Panel>
  )
}

'use client'
import { Skeleton, Title } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useRef } from 'react'
import { useListUrl } from '#components/data-table/list-url.ts'
import { Note } from '#components/feedback/note.tsx'
import { UNKNOWN } from '#core/retention/sheet.ts'
import { AgainButton } from '#features/retention/components/again-button.tsx'
import { FunnelPanel } from '#features/retention/components/funnel-panel.tsx'
import { HoursPanel } from '#features/retention/components/hours-panel.tsx'
import { PlayerSheet } from '#features/retention/components/player-sheet.tsx'
import { sheetFilterNames } from '#features/retention/components/sheet-filter.ts'
import { SummaryNumbers } from '#features/retention/components/summary-numbers.tsx'
import type { Analysis, Summary } from '#features/retention/schema.ts'
import classes from './result.module.css'

const BreakdownPanel = dynamic(() => import('#features/retention/components/breakdown-panel.tsx').then((module) => module.BreakdownPanel), {
  loading: () => <Skeleton height={300} />,
})
const DistributionPanel = dynamic(() => import('#features/retention/components/distribution-panel.tsx').then((module) => module.DistributionPanel), {
  loading: () => <Skeleton height={400} />,
})

/** What came out: four numbers, when they came, how far they got, who they are, and every one of them. */
export function AnalysisResult({ analysis, summary }: { analysis: Analysis; summary: Summary }) {
  const t = useTranslations('retention')
  const sheet = useRef<HTMLElement>(null)
  const url = useListUrl(sheetFilterNames)
  const { id } = analysis.run
  const kept = analysis.sheet === 'kept'
  const show = (by: 'country' | 'device', value: string | null) => {
    url.setFilters({ [by]: value ?? UNKNOWN })
    sheet.current?.scrollIntoView({ block: 'start' })
    sheet.current?.focus({ preventScroll: true })
  }
  return (
    <>
      <Partial analysis={analysis} summary={summary} />
      <SummaryNumbers summary={summary} gapSeconds={analysis.gapSeconds} />
      {kept && summary.players > 0 && (
        <>
          <HoursPanel id={id} />
          <div className={classes.pair}>
            <FunnelPanel summary={summary} />
            <BreakdownPanel id={id} onChoose={show} />
          </div>
          <DistributionPanel id={id} columns={analysis.columns} metrics={analysis.metrics} />
        </>
      )}
      {kept && (
        <section aria-labelledby="sheet" ref={sheet} tabIndex={-1} className={classes.sheet}>
          <Title order={2} id="sheet" mb="sm">
            {t('sheet.title')}
          </Title>
          <PlayerSheet analysis={analysis} />
        </section>
      )}
    </>
  )
}

/** What the numbers do not say yet, or do not say at all. */
function Partial({ analysis, summary }: { analysis: Analysis; summary: Summary }) {
  const t = useTranslations('retention.partial')
  const unripe = summary.players - summary.ripeD1
  const missing = analysis.receipt?.notCollected ?? []
  const openedAt = analysis.receipt?.snapshotOpenedAt
  const early = openedAt !== undefined && Date.parse(openedAt) < Date.parse(analysis.to)
  return (
    <>
      {analysis.sheet === 'old_form' && (
        <Note tone="amber" title={t('oldForm.title')} action={<AgainButton analysis={analysis} size="xs" variant="default" />}>
          {t('oldForm.text')}
        </Note>
      )}
      {early && (
        <Note tone="amber" title={t('early.title')}>
          {t('early.text')}
        </Note>
      )}
      {unripe > 0 && (
        <Note tone="amber" title={t('unripe.title', { unripe, players: summary.players })}>
          {t('unripe.text')}
        </Note>
      )}
      {missing.length > 0 && (
        <Note tone="grey" title={t('missing.title')}>
          {t('missing.text', { families: missing.join(', ') })}
        </Note>
      )}
    </>
  )
}

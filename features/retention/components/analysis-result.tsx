'use client'
import { Skeleton } from '@mantine/core'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { AgainButton } from '#features/retention/components/again-button.tsx'
import { FunnelPanel } from '#features/retention/components/funnel-panel.tsx'
import { HoursPanel } from '#features/retention/components/hours-panel.tsx'
import { SummaryNumbers } from '#features/retention/components/summary-numbers.tsx'
import type { Analysis, Summary } from '#features/retention/schema.ts'
import classes from './result.module.css'

const BreakdownPanel = dynamic(() => import('#features/retention/components/breakdown-panel.tsx').then((module) => module.BreakdownPanel), {
  loading: () => <Skeleton height={300} />,
})
const DistributionPanel = dynamic(() => import('#features/retention/components/distribution-panel.tsx').then((module) => module.DistributionPanel), {
  loading: () => <Skeleton height={400} />,
})

type Props = {
  analysis: Analysis
  summary: Summary /** Shows the players of one country or device. */
  onShow: (by: 'country' | 'device', value: string | null) => void
}

/** What came out: four numbers, when they came, how far they got, who they are. */
export function AnalysisResult({ analysis, summary, onShow }: Props) {
  const { id } = analysis.run
  return (
    <>
      <Partial analysis={analysis} summary={summary} />
      <SummaryNumbers summary={summary} gapSeconds={analysis.gapSeconds} />
      {analysis.sheet === 'kept' && summary.players > 0 && (
        <>
          <HoursPanel id={id} />
          <div className={classes.pair}>
            <FunnelPanel summary={summary} />
            <BreakdownPanel id={id} onChoose={onShow} />
          </div>
          <DistributionPanel id={id} columns={analysis.columns} metrics={analysis.metrics} />
        </>
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

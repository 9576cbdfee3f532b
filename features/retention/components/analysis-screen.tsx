'use client'
import { Button, Skeleton, Title } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useEffect } from 'react'
import { withQuery } from '#components/api/client.ts'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { DefinitionSentence } from '#features/retention/components/definition-sentence.tsx'
import { HoursPanel } from '#features/retention/components/hours-panel.tsx'
import { PinButton } from '#features/retention/components/pin-button.tsx'
import { PlayerSheet } from '#features/retention/components/player-sheet.tsx'
import { ReceiptDrawer } from '#features/retention/components/receipt-drawer.tsx'
import { SummaryNumbers } from '#features/retention/components/summary-numbers.tsx'
import { analysesKey, analysisQueryOf } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useLiveRun } from '#features/runs/components/use-run.ts'
import { hasEnded } from '#features/runs/view.ts'
import classes from './retention.module.css'

/** One analysis: what was asked, the run while it works, then the numbers and the sheet. */
export function AnalysisScreen({ id }: { id: string }) {
  const t = useTranslations('retention')
  const { data, error, refetch } = useQuery(analysisQueryOf(id))
  const crumbs = [{ href: '/retention', label: t('title') }]
  if (data) return <Loaded analysis={data} />
  if (error)
    return (
      <>
        <PageHeader title={t('title')} crumbs={crumbs} />
        <ProblemNote error={error} onRetry={() => refetch()} />
      </>
    )
  return (
    <Late>
      <Skeleton height={28} width={360} mb="lg" />
      <Skeleton height={96} mb="md" />
      <Skeleton height={360} />
    </Late>
  )
}

function Loaded({ analysis }: { analysis: Analysis }) {
  const t = useTranslations('retention')
  const may = useMay()
  const client = useQueryClient()
  const [receiptOpen, setReceiptOpen] = useQueryState('receipt', parseAsBoolean.withDefault(false).withOptions({ history: 'push' }))
  const run = useLiveRun(analysis.run)
  const over = hasEnded(run)
  // The numbers come with the analysis, not with the run: ask for them once the run is over.
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: [...analysesKey, run.id], exact: true })
  }, [client, over, run.id])
  const { source, from, to, zone, lookbackDays, sample, summary, receipt } = analysis
  return (
    <>
      <PageHeader
        title={t('analysisTitle', { source })}
        tag={<RunStateTag state={run.state} />}
        crumbs={[{ href: '/retention', label: t('title') }]}
        lead={<DefinitionSentence source={source} from={from} to={to} zone={zone} lookbackDays={lookbackDays} sample={sample} />}
      >
        {run.state !== 'succeeded' && <RunActions run={run} />}
        <PinButton id={run.id} />
        {receipt && (
          <Button variant="default" leftSection={<IconReceipt size={16} aria-hidden />} onClick={() => void setReceiptOpen(true)}>
            {t('receipt.open')}
          </Button>
        )}
        {over && may('retention.run') && (
          <Button component={Link} href={withQuery('/retention/new', { source, from, to })} variant="default">
            {t('again')}
          </Button>
        )}
      </PageHeader>
      <div className={classes.stack}>
        {(run.state !== 'succeeded' || !summary) && <RunCard run={run} onPage />}
        {summary && <SummaryNumbers summary={summary} />}
        {summary && run.state === 'succeeded' && summary.players > 0 && <HoursPanel id={run.id} />}
        {summary && (
          <section aria-labelledby="sheet">
            <Title order={2} id="sheet" mb="sm">
              {t('sheet.title')}
            </Title>
            <PlayerSheet id={run.id} zone={zone} columns={analysis.columns} />
          </section>
        )}
      </div>
      {receipt && <ReceiptDrawer receipt={receipt} zone={zone} opened={receiptOpen} onClose={() => void setReceiptOpen(null)} />}
    </>
  )
}

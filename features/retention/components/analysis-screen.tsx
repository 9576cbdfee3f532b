'use client'
import { Button } from '@mantine/core'
import { IconReceipt } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useEffect, useRef } from 'react'
import { useListUrl } from '#components/data-table/list-url.ts'
import { Tag } from '#components/feedback/tag.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { PageWaiting } from '#components/shell/page-waiting.tsx'
import { UNKNOWN } from '#core/retention/sheet.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { AgainButton } from '#features/retention/components/again-button.tsx'
import { AnalysisResult } from '#features/retention/components/analysis-result.tsx'
import { DefinitionPanel } from '#features/retention/components/definition-panel.tsx'
import { PinButton } from '#features/retention/components/pin-button.tsx'
import { sheetFilterNames } from '#features/retention/components/sheet-filter.ts'
import { SheetSection } from '#features/retention/components/sheet-section.tsx'
import { analysesKey, analysisQueryOf } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { RunActions } from '#features/runs/components/run-actions.tsx'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useLiveRun } from '#features/runs/components/use-run.ts'
import { hasEnded } from '#features/runs/view.ts'
import classes from './result.module.css'

const ReceiptDrawer = dynamic(() => import('#features/retention/components/receipt-drawer.tsx').then((module) => module.ReceiptDrawer), { ssr: false })

/** One analysis: what was asked, the run while it works, then the numbers and the sheet. */
export function AnalysisScreen({ id }: { id: string }) {
  const t = useTranslations('retention')
  const query = useQuery(analysisQueryOf(id))
  if (query.data) return <Loaded analysis={query.data} />
  return <PageWaiting title={t('title')} crumbs={[{ href: '/retention', label: t('title') }]} query={query} heights={[96, 360]} />
}

/** Filters the sheet, and goes to it. */
function useShowInSheet() {
  const sheet = useRef<HTMLElement>(null)
  const { setFilters } = useListUrl(sheetFilterNames)
  const show = (by: 'country' | 'device', value: string | null) => {
    setFilters({ [by]: value ?? UNKNOWN })
    sheet.current?.scrollIntoView({ block: 'start' })
    sheet.current?.focus({ preventScroll: true })
  }
  return { sheet, show }
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
  const { source, summary, receipt } = analysis
  const failed = over && run.state !== 'succeeded'
  const shown = run.state === 'succeeded' ? summary : null
  const { sheet, show } = useShowInSheet()
  return (
    <>
      <PageHeader
        title={t('analysisTitle', { source })}
        tag={
          <>
            <RunStateTag state={run.state} />
            {receipt?.source.tls === 'unchecked' && <Tag tone="amber">{t('unverified')}</Tag>}
          </>
        }
        crumbs={[{ href: '/retention', label: t('title') }]}
      >
        {run.state !== 'succeeded' && <RunActions run={run} />}
        <PinButton id={run.id} />
        {receipt && (
          <Button variant="default" leftSection={<IconReceipt size={16} aria-hidden />} onClick={() => void setReceiptOpen(true)}>
            {t('receipt.open')}
          </Button>
        )}
        {over && may('retention.run') && <AgainButton analysis={analysis} variant="default" />}
      </PageHeader>
      <div className={classes.layout}>
        <DefinitionPanel analysis={analysis} />
        <div className={classes.result}>
          {(run.state !== 'succeeded' || !summary) && <RunCard run={run} onPage />}
          {failed && <p className={classes.hint}>{t(run.state === 'failed' ? 'nothingHalf' : 'cancelledNothing')}</p>}
          {shown && <AnalysisResult analysis={analysis} summary={shown} onShow={show} />}
        </div>
        {shown && analysis.sheet === 'kept' && <SheetSection analysis={analysis} ref={sheet} />}
      </div>
      {receipt && receiptOpen && <ReceiptDrawer analysis={analysis} receipt={receipt} onClose={() => void setReceiptOpen(null)} />}
    </>
  )
}

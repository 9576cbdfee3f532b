'use client'
import { Anchor, Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { When } from '#components/format/when.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'
import { AgainButton } from '#features/retention/components/again-button.tsx'
import { compareHref } from '#features/retention/components/compare-href.ts'
import { analysesExportPath, analysesKey, analysesQuery } from '#features/retention/queries.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useInStep, useLiveRun } from '#features/runs/components/use-run.ts'
import { hasEnded } from '#features/runs/view.ts'

const filterNames = ['source'] as const

/** All analyses. `firstUse` is what to do while there is none. */
export function AnalysesScreen({ firstUse }: { firstUse: ReactNode }) {
  const t = useTranslations('retention')
  const may = useMay()
  const url = useListUrl(filterNames)
  const { data: sources } = useQuery(sourcesQuery)
  const filter = url.filters.source ? { source: url.filters.source } : {}
  const query = useQuery(analysesQuery({ page: url.page, pageSize: url.pageSize, ...(url.sort ? { sort: url.sort } : {}), ...filter }))
  const columns = useMemo(
    () => [
      column<Analysis>('window', { label: t('list.window'), sort: 'from' }, (row) => <WindowLink analysis={row} />, { fixed: true }),
      column<Analysis>('source', { label: t('list.source'), sort: 'source' }, (row) => row.source),
      column<Analysis>('state', { label: t('list.state') }, (row) => <LiveState analysis={row} />),
      column<Analysis>('identity', { label: t('list.identity') }, (row) => t(`form.identities.${row.identity}.label`)),
      column<Analysis>('metrics', { label: t('list.metrics'), align: 'end' }, (row) => row.metrics.length),
      column<Analysis>('players', { label: t('summary.players'), align: 'end' }, (row) => <Players analysis={row} />),
      column<Analysis>('d1', { label: t('summary.d1'), align: 'end' }, (row) => <D1 analysis={row} />),
      column<Analysis>('active', { label: t('list.active'), align: 'end' }, (row) => <Active analysis={row} />),
      column<Analysis>('took', { label: t('list.took'), align: 'end' }, (row) => <Took analysis={row} />),
      column<Analysis>('by', { label: t('list.by') }, (row) => row.run.createdBy.name),
      column<Analysis>('createdAt', { label: t('list.created'), sort: 'createdAt' }, (row) => <When at={row.run.createdAt} />),
    ],
    [t],
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')}>
        {may('retention.run') && (
          <Button component={Link} href="/retention/new" leftSection={<IconPlus size={16} aria-hidden />}>
            {t('new')}
          </Button>
        )}
      </PageHeader>
      <DataTable
        id="retention-analyses"
        label={t('title')}
        columns={columns}
        rowId={(row) => row.run.id}
        rowHref={(row) => `/retention/${row.run.id}`}
        query={query}
        url={url}
        firstUse={firstUse}
        bulk={{ name: (row) => `${row.source} ${row.run.id}`, acts: (rows) => <AnalysisActs rows={rows} /> }}
        exportOf={may('retention.export') && { path: analysesExportPath, query: filter }}
        filters={
          <ChoiceFilter
            width={200}
            label={t('list.source')}
            value={url.filters.source}
            onChange={(source) => url.setFilters({ source })}
            options={(sources?.items ?? []).map((source) => ({ value: source.name, label: source.name }))}
          />
        }
      />
    </>
  )
}

type Cell = { analysis: Analysis }

function WindowLink({ analysis }: Cell) {
  const format = useFormat()
  return (
    <Anchor component={Link} href={`/retention/${analysis.run.id}`} size="sm" fw={500}>
      {format.dateTime(analysis.from, analysis.zone)} – {format.dateTime(analysis.to, analysis.zone)}
    </Anchor>
  )
}

const inStep = [[...analysesKey, 'list']]

function LiveState({ analysis }: Cell) {
  const run = useLiveRun(analysis.run)
  useInStep(run, analysis.run, inStep)
  return <RunStateTag state={run.state} />
}

function Missing({ analysis }: Cell) {
  const t = useTranslations('retention.list')
  return <Unknown reason={t(hasEnded(analysis.run) ? 'noResult' : 'notYet')} />
}

function Players({ analysis }: Cell) {
  const format = useFormat()
  return analysis.summary ? format.number(analysis.summary.players) : <Missing analysis={analysis} />
}

function D1({ analysis }: Cell) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  if (!analysis.summary) return <Missing analysis={analysis} />
  return analysis.summary.rateD1 === null ? <Unknown reason={t('nobodyRipe')} /> : format.percent(analysis.summary.rateD1)
}

function Active({ analysis }: Cell) {
  const t = useTranslations('retention.summary')
  const format = useFormat()
  if (!analysis.summary) return <Missing analysis={analysis} />
  return analysis.summary.activeMinutesMean === null ? (
    <Unknown reason={t('noPlayers')} />
  ) : (
    `${format.decimal(analysis.summary.activeMinutesMean)}\u2009${t('minutes')}`
  )
}

function Took({ analysis }: Cell) {
  const format = useFormat()
  return analysis.receipt ? format.duration(analysis.receipt.durationMs) : <Missing analysis={analysis} />
}

/** Two analyses can be compared, one can be asked again. */
function AnalysisActs({ rows }: { rows: Analysis[] }) {
  const t = useTranslations('retention.list')
  const may = useMay()
  const [a, b] = rows
  if (a && b && rows.length === 2) {
    // The older one is what the newer one is compared with.
    const [first, second] = BigInt(a.run.id) < BigInt(b.run.id) ? [a, b] : [b, a]
    return (
      <Button size="xs" component={Link} href={compareHref(first.run.id, second.run.id)}>
        {t('compare')}
      </Button>
    )
  }
  return (
    <>
      {a && rows.length === 1 && may('retention.run') && <AgainButton analysis={a} size="xs" variant="default" />}
      <span>{t(rows.length === 1 ? 'oneMore' : 'onlyTwo')}</span>
    </>
  )
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useState } from 'react'
import { column } from '#components/data-table/columns.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { useListUrl } from '#components/data-table/list-url.ts'
import { When } from '#components/format/when.tsx'
import { usePollInterval } from '#components/live/live-provider.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { BulkCancel } from '#features/runs/components/bulk-cancel.tsx'
import { RunLink, RunTime } from '#features/runs/components/run-cells.tsx'
import { RunChips, RunFilters, runFilterNames } from '#features/runs/components/run-filters.tsx'
import { RunProgress } from '#features/runs/components/run-progress.tsx'
import { RunStateTag } from '#features/runs/components/run-state-tag.tsx'
import { useRunTitle } from '#features/runs/components/use-run-words.ts'
import { runsExportPath, runsQuery } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { filterOf } from '#features/runs/view.ts'

/** All long work of the console. `firstUse` is what to do while there is none. */
export function RunsScreen({ firstUse }: { firstUse: ReactNode }) {
  const t = useTranslations('runs')
  const url = useListUrl(runFilterNames)
  const poll = usePollInterval()
  const [now] = useState(() => Date.now())
  const may = useMay()
  const titleOf = useRunTitle()
  const filter = filterOf(url, now)
  const query = useQuery({ ...runsQuery(filter), refetchInterval: poll })
  const columns = useMemo(
    () => [
      column<Run>('title', { label: t('columns.run') }, (run) => <RunLink run={run} />, { fixed: true }),
      column<Run>('state', { label: t('columns.state'), sort: 'state' }, (run) => <RunStateTag state={run.state} />),
      column<Run>('progress', { label: t('columns.progress') }, (run) => <RunProgress run={run} compact />),
      column<Run>('kind', { label: t('columns.kind'), sort: 'kind' }, (run) => t(`kinds.${run.kind}.name`)),
      column<Run>('by', { label: t('columns.by') }, (run) => run.createdBy.name),
      column<Run>('createdAt', { label: t('columns.created'), sort: 'createdAt' }, (run) => <When at={run.createdAt} />),
      column<Run>('took', { label: t('columns.took'), align: 'end', help: t('columns.tookHelp') }, (run) => <RunTime run={run} />),
      column<Run>('id', { label: t('columns.id'), sort: 'id', align: 'end' }, (run) => <code>{run.id}</code>),
    ],
    [t],
  )
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      <DataTable
        id="runs"
        label={t('title')}
        columns={columns}
        rowId={(run) => run.id}
        rowHref={(run) => `/runs/${run.id}`}
        query={query}
        url={url}
        filters={<RunFilters url={url} />}
        chips={<RunChips url={url} />}
        firstUse={firstUse}
        exportOf={{ path: runsExportPath, query: filter }}
        bulk={may('runs.control') && { name: titleOf, acts: (runs, done) => <BulkCancel runs={runs} onDone={done} /> }}
      />
    </>
  )
}

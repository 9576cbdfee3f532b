'use client'
import { IconLock } from '@tabler/icons-react'
import { type ReactTable, useTable } from '@tanstack/react-table'
import { useTranslations } from 'next-intl'
import { type ReactNode, useRef } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { BulkBar } from '#components/data-table/bulk-bar.tsx'
import { type Column, features } from '#components/data-table/columns.ts'
import type { ExportOf } from '#components/data-table/export-href.ts'
import { ExportMenu } from '#components/data-table/export-menu.tsx'
import type { ListUrl } from '#components/data-table/list-url.ts'
import { NothingFound } from '#components/data-table/nothing-found.tsx'
import { TableBody, TableSkeleton } from '#components/data-table/table-body.tsx'
import { TableFooter } from '#components/data-table/table-footer.tsx'
import { TableHead } from '#components/data-table/table-head.tsx'
import { useRowKeys } from '#components/data-table/use-row-keys.ts'
import { type Selection, useSelection } from '#components/data-table/use-selection.ts'
import { useTableView } from '#components/data-table/use-table-view.ts'
import { ViewMenu } from '#components/data-table/view-menu.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import classes from './data-table.module.css'

export type Page<Row> = { items: Row[]; total: number; page: number; pageSize: number; countedAt: string }
export type Table<Row extends object> = ReactTable<typeof features, Row>

type Query<Row> = { data: Page<Row> | undefined; error: unknown; isPlaceholderData: boolean; isFetching: boolean; refetch: () => unknown }

export type ListProps<Row extends object, Filter extends string> = {
  /** Under which the chosen columns are remembered. */
  id: string
  label: string
  columns: Column<Row>[]
  rowId: (row: Row) => string
  /** Where a click on a row leads. The first column should hold the same link. */
  rowHref?: (row: Row) => string
  /** What a click on a row does, where it leads to no other page. The first column should hold a button that does the same. */
  onRow?: (row: Row) => void
  query: Query<Row>
  url: ListUrl<Filter>
  /** Controls of the filter bar. */
  filters?: ReactNode
  /** What is filtered now, under the bar. */
  chips?: ReactNode
  /** Further controls at its end, such as an export. */
  tools?: ReactNode
  /** Where all pages of what the filters find can be had as a sheet; left out for who may not. */
  exportOf?: ExportOf | false
  /** What can be done with ticked rows; rows have no checkboxes without. `name` is how a row is called. */
  bulk?: { name: (row: Row) => string; acts: (rows: Row[], done: () => void) => ReactNode } | false
  /** Shown when there is nothing at all yet. */
  firstUse: ReactNode
  /** A note above the rows when they are not all of it. */
  partial?: ReactNode
}

const none: never[] = []

/** The one list of the console: server paging and sort, state in the address, its six states designed. */
export function DataTable<Row extends object, Filter extends string>(props: ListProps<Row, Filter>) {
  const { query, url, columns, rowId } = props
  const view = useTableView(props.id)
  const table = useTable({
    features,
    columns,
    data: query.data?.items ?? none,
    getRowId: rowId,
    state: { columnVisibility: view.visibility },
    onColumnVisibilityChange: view.setVisibility,
  })
  const selection = useSelection(query.data?.items ?? (none as Row[]), rowId)
  const empty = query.data?.total === 0
  if (empty && !url.filtered)
    return (
      <>
        {query.error ? <ProblemNote error={query.error} onRetry={() => query.refetch()} /> : null}
        {props.firstUse}
      </>
    )
  return (
    <div data-density={view.density}>
      <div className={classes.bar}>
        {props.filters}
        <div className={classes.end}>
          {props.tools}
          {props.exportOf && <ExportMenu of={props.exportOf} total={query.data?.total} />}
          <ViewMenu table={table} view={view} />
        </div>
      </div>
      {props.chips}
      {props.partial}
      {props.bulk && selection.rows.length > 0 && (
        <BulkBar count={selection.rows.length} onClear={selection.clear}>
          {props.bulk.acts(selection.rows, selection.clear)}
        </BulkBar>
      )}
      <TableContent {...props} table={table} empty={empty} selection={selection} />
    </div>
  )
}

function TableContent<Row extends object, Filter extends string>({
  query,
  url,
  table,
  empty,
  label,
  rowHref,
  onRow,
  bulk,
  selection,
}: ListProps<Row, Filter> & { table: Table<Row>; empty: boolean; selection: Selection<Row> }) {
  const t = useTranslations('table')
  const region = useRef<HTMLElement>(null)
  useRowKeys(region)
  const ticks = bulk ? { selection, name: bulk.name } : undefined
  const denied = query.error instanceof ApiProblem && query.error.status === 403
  if (denied)
    return (
      <StatePanel icon={<IconLock size={28} stroke={1.5} />} title={t('denied.title')}>
        {t('denied.text')}
      </StatePanel>
    )
  if (query.error && !query.data) return <ProblemNote error={query.error} onRetry={() => query.refetch()} />
  if (empty) return <NothingFound onClear={url.clear} />
  return (
    <>
      {query.error ? <ProblemNote error={query.error} onRetry={() => query.refetch()} /> : null}
      <div className={`${classes.frame} ${query.isPlaceholderData ? classes.old : ''}`}>
        {query.isPlaceholderData && (
          <div className={classes.updating} role="status">
            <Tag tone="grey">{t('updating')}</Tag>
          </div>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <section ref={region} className={classes.region} tabIndex={0} aria-label={label}>
          <table className={classes.table} data-ticks={ticks ? true : undefined} aria-rowcount={query.data ? query.data.total + 1 : -1} aria-busy={!query.data}>
            <TableHead table={table} url={url} ticks={ticks} />
            {query.data ? (
              <TableBody table={table} ticks={ticks} scroller={region} rowHref={rowHref} onRow={onRow} first={(query.data.page - 1) * query.data.pageSize} />
            ) : (
              <TableSkeleton table={table} ticks={Boolean(ticks)} />
            )}
          </table>
        </section>
        <TableFooter page={query.data} url={url} />
      </div>
    </>
  )
}

'use client'
import { Checkbox, SegmentedControl, Title } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useTranslations } from 'next-intl'
import { createRef, lazy, useMemo, useState } from 'react'
import { ChoiceFilter } from '#components/data-table/choice-filter.tsx'
import { FilterChips } from '#components/data-table/filter-chips.tsx'
import { SearchFilter } from '#components/data-table/search-filter.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import type { Walk } from '#features/datasheets/plans/components/diff-grid.tsx'
import { TableFold } from '#features/datasheets/plans/components/table-fold.tsx'
import { type DiffUrl, type PlanTable, useDiffUrl } from '#features/datasheets/plans/components/use-diff-url.ts'
import { changedRows, type DiffView, type OperationName, operations, signs, views } from '#features/datasheets/plans/view.ts'
import classes from './diff.module.css'

const RowDrawer = lazy(async () => ({ default: (await import('#features/datasheets/plans/components/row-drawer.tsx')).RowDrawer }))

type Props = {
  plan: string
  tables: readonly PlanTable[]
  /** They are kept still. */
  rows: boolean
}

/** Every table of a comparison with its differences; one way of looking for all of them. Once the rows are gone, how many there were. */
export function DiffSection({ plan, tables, rows }: Props) {
  const t = useTranslations('datasheets.diff')
  const url = useDiffUrl(tables)
  const walks = useMemo(() => new Map(tables.map(({ table }) => [table, createRef<Walk>()])), [tables])
  const [chosen, setActive] = useState<string | null>(null)
  const opened = tables.filter((one) => changedRows(one) > 0 && url.isOpen(one.table)).map(({ table }) => table)
  const active = chosen !== null && opened.includes(chosen) ? chosen : opened[0]
  const step = (by: 1 | -1) => active && walks.get(active)?.current?.step(by)
  useHotkeys([
    ['N', () => step(1), { usePhysicalKeys: true }],
    ['P', () => step(-1), { usePhysicalKeys: true }],
  ])
  const { row } = url
  const rowTable = row ? tables.find(({ table }) => table === row.table) : undefined
  return (
    <section aria-labelledby="differences">
      <Title order={2} id="differences" size="h3" mt="md">
        {t('title')}
      </Title>
      {rows && tables.some((one) => changedRows(one) > 0) && <DiffBar url={url} tables={tables} />}
      {tables.map((table) => {
        const walk = walks.get(table.table)
        return walk && <TableFold key={table.table} plan={plan} table={table} rows={rows} url={url} walk={walk} onActive={() => setActive(table.table)} />
      })}
      <WhenOpened opened={rows && row !== null}>
        {(standing) => (
          <RowDrawer
            plan={plan}
            table={rowTable}
            filter={row ? url.filterOf(row.table) : {}}
            index={row?.index ?? null}
            opened={standing}
            onClose={() => url.openRow(null)}
          />
        )}
      </WhenOpened>
    </section>
  )
}

const countOf = (tables: readonly PlanTable[], op: OperationName): number => tables.reduce((total, table) => total + table[op], 0)

function DiffBar({ url, tables }: { url: DiffUrl; tables: readonly PlanTable[] }) {
  const t = useTranslations('datasheets.diff')
  const opOf = (text: string | null): OperationName | null => operations.find((op) => op === text) ?? null
  return (
    <>
      <div className={classes.bar}>
        <SearchFilter main label={t('search')} placeholder={t('searchHint')} value={url.q} onChange={(q) => url.set({ q })} />
        <ChoiceFilter
          label={t('op')}
          value={url.op ?? null}
          onChange={(op) => url.set({ op: opOf(op) })}
          options={operations.map((op) => ({ value: op, label: t('opCount', { sign: signs[op], name: t(`ops.${op}`), count: countOf(tables, op) }) }))}
        />
        <Checkbox size="xs" label={t('changedOnly')} checked={url.changedOnly} onChange={(event) => url.set({ changedOnly: event.currentTarget.checked })} />
        <span className={classes.end} />
        <SegmentedControl
          size="xs"
          aria-label={t('view')}
          value={url.view}
          onChange={(view) => url.set({ view: view as DiffView })}
          data={views.map((value) => ({ value, label: t(`views.${value}`) }))}
        />
      </div>
      <Chips url={url} />
    </>
  )
}

function Chips({ url }: { url: DiffUrl }) {
  const t = useTranslations('datasheets.diff')
  const chips = [
    ...(url.q ? [{ key: 'q', text: `“${url.q}”`, onRemove: () => url.set({ q: null }) }] : []),
    ...(url.op ? [{ key: 'op', text: `${signs[url.op]} ${t(`ops.${url.op}`)}`, onRemove: () => url.set({ op: null }) }] : []),
    ...(url.column ? [{ key: 'column', text: url.column, onRemove: () => url.set({ column: null }) }] : []),
  ]
  return <FilterChips chips={chips} onClear={() => url.set({ q: null, op: null, column: null })} />
}

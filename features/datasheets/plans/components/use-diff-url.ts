'use client'
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { PlanDetail, RowFilter } from '#features/datasheets/plans/schema.ts'
import { changedRows, type DiffView, operations, views } from '#features/datasheets/plans/view.ts'

export type PlanTable = PlanDetail['tables'][number]

const address = {
  view: parseAsStringLiteral(views).withDefault('unified'),
  changed: parseAsBoolean.withDefault(false),
  op: parseAsStringLiteral(operations),
  q: parseAsString,
  column: parseAsString,
  open: parseAsArrayOf(parseAsString),
  row: parseAsString,
}
const replace = { history: 'replace', shallow: true } as const

/** More would be a long way to scroll before the second one. */
const openAtFirst = 3

export type DiffUrl = {
  view: DiffView
  changedOnly: boolean
  op: RowFilter['op'] | null
  q: string | null
  /** `table.column`. */
  column: string | null
  isOpen: (table: string) => boolean
  /** The filters as they concern a table: a column belongs to one. */
  filterOf: (table: string) => RowFilter
  /** The row whose values are all shown: its table and its place among those that the filters find. */
  row: { table: string; index: number } | null
  set: (change: Partial<Pick<DiffUrl, 'view' | 'changedOnly' | 'op' | 'q' | 'column'>>) => void
  toggle: (table: string) => void
  openRow: (row: DiffUrl['row']) => void
}

const rowOf = (text: string | null): DiffUrl['row'] => {
  const [, table, index] = /^(.+):(\d{1,9})$/.exec(text ?? '') ?? []
  return table && index ? { table, index: Number(index) } : null
}

const inTable = (column: string | null, table: string): string | undefined => (column?.startsWith(`${table}.`) ? column.slice(table.length + 1) : undefined)

/** How the differences are looked at, all of it in the address: what one person sees another one sees by the link. */
export function useDiffUrl(tables: readonly PlanTable[]): DiffUrl {
  const [values, go] = useQueryStates(address, replace)
  return useMemo(() => {
    const { view, changed, op, q, column, row } = values
    const open =
      values.open ??
      tables
        .filter((one) => changedRows(one) > 0)
        .slice(0, openAtFirst)
        .map(({ table }) => table)
    const filterOf = (table: string): RowFilter => {
      const named = inTable(column, table)
      return { ...(op ? { op } : {}), ...(q ? { q } : {}), ...(named ? { column: named } : {}) }
    }
    return {
      view,
      changedOnly: changed,
      op,
      q,
      column,
      isOpen: (table) => open.includes(table),
      filterOf,
      row: rowOf(row),
      set: ({ changedOnly, ...rest }) => void go({ ...rest, ...(changedOnly === undefined ? {} : { changed: changedOnly }), row: null }),
      toggle: (table) => void go({ open: open.includes(table) ? open.filter((one) => one !== table) : [...open, table], row: null }),
      openRow: (next) => void go({ row: next ? `${next.table}:${next.index}` : null }, { history: next ? 'push' : 'replace' }),
    }
  }, [values, go, tables])
}

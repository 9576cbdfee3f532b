import type { ColumnSummary } from '#core/datasheets/result.ts'
import type { PlanQuery, PlanRow, PlanState, RowFilter } from '#features/datasheets/plans/schema.ts'

/** In the address of the list. */
export const planFilterNames = ['q', 'environment', 'state'] as const
type Url = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof planFilterNames)[number], string | null> }
/** In the order in which a plan passes through them. */
export const planStates = ['computing', 'conflicted', 'draft', 'applying', 'applied', 'expired', 'failed'] as const satisfies readonly PlanState[]

const moving: readonly PlanState[] = ['computing', 'applying']
/** Whether it will soon be another by itself. */
export const isMoving = ({ state }: { state: PlanState }): boolean => moving.includes(state)

/** The address of the list as the API asks for it; what it would refuse is left away. */
export function planFilterOf({ page, pageSize, sort, filters: { q, environment, state } }: Url): Partial<PlanQuery> {
  const known = planStates.find((one) => one === state)
  return { page, pageSize, sort: sort ?? '-createdAt', ...(q ? { q } : {}), ...(environment ? { environment } : {}), ...(known ? { state: known } : {}) }
}

export const views = ['unified', 'split', 'classic'] as const
export type DiffView = (typeof views)[number]
export const operations = ['insert', 'update', 'delete'] as const
export type OperationName = (typeof operations)[number]
/** What stands before a row, as in git; an update is a change of one row, which git writes as two. */
export const signs = { insert: '+', update: '~', delete: '-' } as const satisfies Record<OperationName, string>

type Counts = Record<OperationName, number>
export const changedRows = ({ insert, update, delete: gone }: Counts): number => insert + update + gone

type WithTables = { rowsRemovedAt: string | null; tables: readonly (Counts & { theirs?: number | undefined; both?: number | undefined })[] }
/** Whether a plan had rows that cannot be seen any more. */
export const rowsAreGone = ({ rowsRemovedAt, tables }: WithTables): boolean =>
  rowsRemovedAt !== null && tables.some((table) => changedRows(table) + (table.theirs ?? 0) + (table.both ?? 0) > 0)

/** How many rows of a table the filters can find at most, before the server is asked. */
export function rowsOf(counts: Counts, filter: Pick<RowFilter, 'op'>): number {
  return filter.op ? counts[filter.op] : changedRows(counts)
}

export type Cell = {
  /** `same` stands in both; `none`: the row does not exist on this side, or the sheet does not give the column. */
  kind: 'added' | 'removed' | 'changed' | 'same' | 'none'
  old: string | null
  next: string | null
}

const none: Cell = { kind: 'none', old: null, next: null }

/** What one column of a changed row shows. */
export function cellOf({ op, key, cells, same }: PlanRow, column: string): Cell {
  const change = cells[column]
  if (op === 'update') {
    if (change) return { kind: 'changed', old: change[0], next: change[1] }
    const value = same && column in same ? same[column] : key[column]
    return value === undefined ? none : { kind: 'same', old: value, next: value }
  }
  const value = change ? change[op === 'insert' ? 1 : 0] : key[column]
  if (value === undefined) return none
  return op === 'insert' ? { kind: 'added', old: null, next: value } : { kind: 'removed', old: value, next: null }
}

/** Line breaks and tabs are signs, so that a row stays one line. */
export const oneLine = (text: string): string => text.replaceAll('\n', '⏎').replaceAll('\t', '⇥')

const unseen: Record<string, string> = { ' ': '·', '\u00a0': '⍽', '\u3000': '□', '\u200b': '▯', '\ufeff': '▯', '\r': '␍' }
const collapsed = (text: string): string => text.replaceAll(/[\s\u200b\ufeff]+/g, '')

/** Whether two values differ in nothing that can be seen: white space, zero-width characters, or composed and decomposed letters. */
export function differsUnseen(old: string | null, next: string | null): boolean {
  return old !== null && next !== null && old !== next && collapsed(old.normalize('NFC')) === collapsed(next.normalize('NFC'))
}

/** The same text with every space of any kind drawn. */
export const withSpaces = (text: string): string =>
  oneLine(text)
    .replaceAll(/[ \u00a0\u3000\u200b\ufeff\r]/g, (space) => unseen[space] ?? space)
    .replaceAll(/\p{M}/gu, (mark) => `◌${mark}`)

/** What a text has too much of for a cell. */
const longest = 120
/** Whether a cell cannot show the whole value. */
export const isLong = (value: string | null): boolean => value !== null && (value.length > longest || value.includes('\n'))
export const shortened = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text)

/** Room of the sign before a row, in pixels. */
export const signWidth = 36
const charWidth = 7.3
const narrowest = 72
const widest = 320
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g
const columnsOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0)
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

export type Measured = { column: string; width: number; align: 'start' | 'end' }

/**
 * Widths in pixels from the first rows, once: a table whose columns move while it is scrolled cannot be read. Numbers are
 * aligned where nothing but numbers stands.
 */
export function measure(columns: readonly string[], rows: readonly PlanRow[]): Measured[] {
  return columns.map((column) => {
    const values = rows.map((row) => cellOf(row, column)).flatMap(({ old, next }) => [old, next])
    const texts = values.filter((value) => value !== null)
    const longestValue = texts.reduce((most, text) => Math.max(most, Math.min(60, columnsOf(oneLine(text)))), 4)
    // A changed value has its sign before it.
    const width = Math.ceil(Math.max(longestValue + 2, columnsOf(column) + 1) * charWidth + 20)
    return { column, width: Math.min(widest, Math.max(narrowest, width)), align: texts.length > 0 && texts.every(isNumber) ? 'end' : 'start' }
  })
}

/** The columns that a view shows: the key first, then all of them, or those that updates change. */
export function columnsShown(
  { key, columns, byColumn }: { key: readonly string[]; columns: readonly string[]; byColumn: readonly ColumnSummary[] },
  changedOnly: boolean,
): string[] {
  const changed = new Set(byColumn.filter((one) => one.changed > 0).map((one) => one.column))
  return columns.filter((column) => !key.includes(column) && (!changedOnly || changed.size === 0 || changed.has(column)))
}

/** One row is 20 px a line and 8 px of room; each row of a table is as high as its highest can be, so that nothing jumps as rows come in. */
export function rowHeight(view: DiffView, counts: Counts, filter: Pick<RowFilter, 'op'>): number {
  const updates = filter.op ? filter.op === 'update' : counts.update > 0
  return updates && view !== 'split' ? 48 : 28
}

/** The median change in percent with its sign, where it says something. */
export function trendOf({ medianPercent, up = 0, down = 0 }: ColumnSummary): { direction: 'up' | 'down' | 'mixed'; percent: number | null } | null {
  if (up + down === 0) return null
  const percent = medianPercent === null || medianPercent === undefined ? null : medianPercent
  if (up > 0 && down > 0) return { direction: 'mixed', percent }
  return { direction: up > 0 ? 'up' : 'down', percent: percent === null ? null : Math.abs(percent) }
}

/** `Items.xlsx / TreasureItemData / F120`, as far as it is known. */
export const placeOf = ({ file, sheet, cell }: { file: string; sheet: string | null; cell: string | null }): string =>
  [file, sheet, cell].filter((part) => part !== null && part !== '').join(' / ')

/** The key of a row in words: its values, without names where there is only one. */
export function keyText(key: Readonly<Record<string, string | null>>): string {
  const entries = Object.entries(key)
  const text = (value: string | null) => value ?? 'NULL'
  return entries.length === 1 ? text(entries[0]?.[1] ?? null) : entries.map(([name, value]) => `${name} = ${text(value)}`).join(', ')
}

/** What the page of the files asks for. */
export const recentPlans = { page: 1, pageSize: 5, sort: '-createdAt' } as const satisfies Partial<PlanQuery>

/** Rows that are asked for together. */
export const rowsAtOnce = 200

/** The pages that rows `from` to `to` lie on, and the next one. */
export function pagesOf({ from, to }: { from: number; to: number }): number[] {
  const first = Math.max(0, Math.floor(from / rowsAtOnce))
  const last = Math.max(first, Math.floor(to / rowsAtOnce))
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** A browser cannot lay out a box much higher than this. */
const highest = 15_000_000
/** How many rows of this height one view can hold; filters lead to those behind. */
export const mostRows = (height: number): number => Math.floor(highest / height)

/** How far to scroll sideways until a cell stands beside what is fixed; null when it is in sight. */
export function scrollToCell(cell: { left: number; width: number }, view: { left: number; width: number; fixed: number }): number | null {
  const from = view.left
  const to = view.left + view.width - view.fixed
  if (cell.left >= from && cell.left + cell.width <= to) return null
  return Math.max(0, cell.left - 24)
}

/** Pixels by which columns come and go: a small step sideways draws nothing anew. */
export const columnStep = 400

/** The columns that can be seen between two places, with a step of room on both sides, and how wide those before them are. */
export function columnsInSight(
  columns: readonly Measured[],
  sides: number,
  { from, to }: { from: number; to: number },
): { skipped: number; columns: Measured[] } {
  let left = 0
  let skipped = 0
  const seen: Measured[] = []
  for (const column of columns) {
    const right = left + column.width * sides
    if (right <= from - columnStep) skipped = right
    else if (left < to + columnStep) seen.push(column)
    left = right
  }
  return { skipped, columns: seen }
}

import type { SheetRow } from '../sheet.ts'
import { FIRST_LOGIN } from './conditions.ts'
import { bytesOfNumbers, encodeNumbers, joinNumbers, type Numbers, numberAt } from './numbers.ts'
import { bytesOfCodes, bytesOfTexts, type Codes, codedTextAt, encodeCodes, encodeTexts, joinCodes, joinTexts, type Texts, textAt } from './texts.ts'

/** One block of a column as it is stored: `block` is the place in the sheet of its first row. */
export type Block = { name: string; block: number; size: number; data: Uint8Array }
export type Column = { kind: 'numbers'; data: Numbers } | { kind: 'texts'; data: Texts } | { kind: 'codes'; data: Codes }

/** Texts of which nearly every player has another one. They are expensive to sort, so their ranks are stored when the sheet is whole. */
export const textColumns = ['uid', 'auth_id', 'nickname'] as const
export const codeColumns = ['country', 'device'] as const
export const ACTIVE = 'active_seconds'

/** Which form of storing a sheet this is; 1 was a table with a row for each player. */
export const COLUMN_FORM = 2

/** Under which a column's ranks are stored. No column has this name: metrics are letters, digits and underscores. */
export const ranksName = (name: string): string => `${name}/ranks`

const isText = (name: string): boolean => textColumns.some((one) => one === name)
const isCoded = (name: string): boolean => codeColumns.some((one) => one === name)

/** Columns that are stored for an analysis with these metrics. */
export const storedColumns = (metrics: readonly string[]): string[] => [...textColumns, FIRST_LOGIN, ...codeColumns, ACTIVE, ...metrics]

/** The rows of one chunk, which follow each other in the sheet, as one block per column. Empty for no rows. */
export function blocksOf(rows: readonly SheetRow[], metrics: readonly string[]): Block[] {
  const block = rows[0]?.seq
  if (block === undefined) return []
  const of = (name: string, data: Uint8Array): Block => ({ name, block, size: rows.length, data })
  return [
    of('uid', encodeTexts(rows.map((row) => row.uid))),
    of('auth_id', encodeTexts(rows.map((row) => row.account))),
    of('nickname', encodeTexts(rows.map((row) => row.nickname))),
    of(FIRST_LOGIN, encodeNumbers(rows.map((row) => row.firstMs))),
    of('country', encodeCodes(rows.map((row) => row.country))),
    of('device', encodeCodes(rows.map((row) => row.device))),
    of(ACTIVE, encodeNumbers(rows.map((row) => row.activeSeconds))),
    ...metrics.map((name) => of(name, encodeNumbers(rows.map((row) => row.metrics[name] ?? null)))),
  ]
}

/** Blocks of one column, in order, as a column. */
export function joinBlocks(name: string, blocks: readonly Uint8Array[]): Column {
  if (isText(name)) return { kind: 'texts', data: joinTexts(blocks) }
  return isCoded(name) ? { kind: 'codes', data: joinCodes(blocks) } : { kind: 'numbers', data: joinNumbers(blocks) }
}

export function bytesOfColumn(column: Column): number {
  if (column.kind === 'texts') return bytesOfTexts(column.data)
  return column.kind === 'codes' ? bytesOfCodes(column.data) : bytesOfNumbers(column.data)
}

export function cellAt(column: Column | undefined, row: number): string | number | null {
  if (!column) return null
  if (column.kind === 'texts') return textAt(column.data, row)
  return column.kind === 'codes' ? codedTextAt(column.data, row) : numberAt(column.data, row)
}

/** One row from columns in which it stands at `at`; `seq` is its place in the sheet. */
export function rowAt(columns: ReadonlyMap<string, Column>, metrics: readonly string[], at: number, seq: number): SheetRow {
  const text = (name: string): string | null => cellAt(columns.get(name), at) as string | null
  const number = (name: string): number | null => cellAt(columns.get(name), at) as number | null
  return {
    seq,
    uid: text('uid') ?? '',
    account: text('auth_id'),
    nickname: text('nickname'),
    firstMs: number(FIRST_LOGIN) ?? 0,
    country: text('country'),
    device: text('device'),
    activeSeconds: number(ACTIVE) ?? 0,
    metrics: Object.fromEntries(metrics.map((name) => [name, number(name)])),
  }
}

import type { History } from '#features/datasheets/history/schema.ts'

/** What is asked for; what is left out is not asked. */
export type Asked = { environment: string; table: string; key?: string; column?: string }
export type HistoryItem = History['items'][number]
export type Change = NonNullable<HistoryItem['change']>

function membersOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/** A key as the address has it, in a field for each of its columns. */
export function keyFields(key: string, columns: readonly string[]): Record<string, string> {
  const [only] = columns
  if (only !== undefined && columns.length === 1) return { [only]: key }
  const members = membersOf(key)
  return Object.fromEntries(columns.map((column) => [column, members[column] === undefined ? '' : String(members[column])]))
}

/** The fields as the API takes a key; null when one of them says nothing. */
export function keyOf(fields: Readonly<Record<string, string>>, columns: readonly string[]): string | null {
  if (columns.length === 0 || columns.some((column) => !fields[column])) return null
  const [only = ''] = columns
  return columns.length === 1 ? (fields[only] ?? null) : JSON.stringify(Object.fromEntries(columns.map((column) => [column, fields[column]])))
}

/** The cells that are shown: of the column that was asked for, or all. A pair is what was there and what is there. */
export const cellsOf = ({ cells }: Change, column: string | undefined): [string, readonly [string | null, string | null]][] =>
  Object.entries(cells).filter(([name]) => column === undefined || name === column)

/** `column=value` of each column of a key. */
export const keyWords = (key: Change['key']): string =>
  Object.entries(key)
    .map(([column, value]) => `${column}=${value ?? 'NULL'}`)
    .join(', ')

import { type CellChange, type KeptOperation, type Operation, ofColumn } from '#core/datasheets/operation.ts'

type Values = Readonly<Record<string, string | null>>

/**
 * What takes an operation back. `before`: the row as it stood, of values whose canonical form is not all that there is to them (line ends, JSON as it was
 * written) the very text, so that it comes back byte by byte. `after`: the row as it stands, canonical. Columns in the order of the table; columns that
 * the server set by itself (ON UPDATE) are among the cells where they differ.
 */
export function inverseOf({ op, key }: Operation, columns: readonly string[], before: Values | null, after: Values | null): KeptOperation {
  if (op === 'insert') return { op: 'delete', key: keyIn(key, after), cells: cellsOf(columns, (name) => [ofColumn(after ?? {}, name) ?? null, null]) }
  if (op === 'delete') return { op: 'insert', key: keyIn(key, before), cells: cellsOf(columns, (name) => [null, ofColumn(before ?? {}, name) ?? null]) }
  throw new Error('an update is taken back by inverseOfUpdate')
}

/** `server`: columns that the update did not name and the server changed, with their values before and after. */
export function inverseOfUpdate(
  { key, cells, same }: KeptOperation,
  exact: Values,
  server: Readonly<Record<string, readonly [before: string | null, after: string | null]>>,
  canonical: (column: string, value: string | null) => string | null,
): KeptOperation {
  const turned: Record<string, CellChange> = {}
  for (const [name, [old, next]] of Object.entries(cells)) turned[name] = [canonical(name, next), Object.hasOwn(exact, name) ? (exact[name] ?? null) : old]
  for (const [name, [before, after]] of Object.entries(server)) turned[name] = [after, before]
  const still = same && Object.fromEntries(Object.entries(same).filter(([name]) => !Object.hasOwn(turned, name)))
  const after = Object.fromEntries(Object.entries(cells).map(([name, [, next]]) => [name, canonical(name, next)]))
  return { op: 'update', key: keyIn(key, after), cells: turned, ...(still ? { same: still } : {}) }
}

/** The key as the row has it: equal keys may be spelled another way, and what the server chose is known only there. */
const keyIn = (key: Values, row: Values | null): Values =>
  Object.fromEntries(Object.entries(key).map(([name, value]) => [name, row && Object.hasOwn(row, name) ? (row[name] ?? null) : value]))

const cellsOf = (columns: readonly string[], of: (name: string) => CellChange): Record<string, CellChange> =>
  Object.fromEntries(columns.map((name) => [name, of(name)]))

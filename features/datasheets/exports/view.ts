import type { ExportOutcome, ExportRequest, TableCounts } from '#features/datasheets/exports/schema.ts'

/** In the order in which they are offered. */
export const formats = ['xlsx', 'zip'] as const satisfies readonly ExportRequest['format'][]

type Counted = TableCounts['tables'][number]

/** Tables that are in the environment itself, or only beside it: those of the other are shown and cannot be ticked. */
export const canExport = ({ rows, exportable }: Counted): boolean => rows !== null && exportable

/** What is ticked, as a request; null where nothing is. All that can be exported is said by leaving the tables out. */
export function requestOf(counts: TableCounts, ticked: ReadonlySet<string>, format: ExportRequest['format']): ExportRequest | null {
  const can = counts.tables.filter(canExport)
  const chosen = can.filter(({ table }) => ticked.has(table)).map(({ table }) => table)
  if (chosen.length === 0) return null
  return { environment: counts.environment.id, format, ...(chosen.length === can.length ? {} : { tables: chosen }) }
}

/** The first of the caps that a file of these tables would pass, with what it holds and what is allowed; null for none. */
export function capOver({ tables, caps }: TableCounts, ticked: ReadonlySet<string>): { cap: keyof TableCounts['caps']; count: number; most: number } | null {
  const chosen = tables.filter((one) => canExport(one) && ticked.has(one.table))
  const sum = (of: (one: Counted) => number): number => chosen.reduce((total, one) => total + of(one), 0)
  const counts = { rows: sum(({ rows }) => rows ?? 0), cells: sum(({ rows, columns }) => (rows ?? 0) * columns), sheets: sum(({ sheets }) => sheets.length) }
  const over = (['sheets', 'rows', 'cells'] as const).find((cap) => counts[cap] > caps[cap])
  return over ? { cap: over, count: counts[over], most: caps[over] } : null
}

/** What a finished export says of itself: it comes back unchanged, but for tables without a key, it would change something, or it cannot be imported at all. */
export function verdictOf({ check }: ExportOutcome): 'same' | 'keyless' | 'differs' | 'beyond' {
  if (!check) return 'beyond'
  if (check.insert + check.update + check.delete > 0 || check.errors > check.keyless.length) return 'differs'
  return check.errors === 0 ? 'same' : 'keyless'
}

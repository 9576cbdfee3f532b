import { braked, type Selection, selectionDigest } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'

/** Tables left out: all that have something to write. */
export type Wanted = { tables?: readonly string[] | undefined; deletes: boolean }

/** What is really done of a plan. `braked`: tables that lose so many rows that their names have to be typed. */
export type Chosen = { selection: Selection; sha256: string; rows: number; braked: readonly string[] }

type Counts = Pick<TableResult, 'insert' | 'update' | 'delete'>

/** Rows of a table that are written. */
export const rowsOf = ({ insert, update, delete: gone }: Counts, deletes: boolean): number => insert + update + (deletes ? gone : 0)

function firstFault(tables: readonly TableResult[], wanted: readonly string[]): Refusal | null {
  const unknown = wanted.find((name) => !tables.some(({ table }) => table === name))
  if (unknown !== undefined) return refuse('plan_table_unknown', 404, { table: unknown }, 'tables')
  const faulty = tables.filter(({ table, errors }) => errors > 0 && wanted.includes(table)).map(({ table }) => table)
  return faulty.length ? refuse('table_has_errors', 409, { tables: faulty.join(', ') }, 'tables') : null
}

/**
 * The choice from a plan's tables in one form, whatever the order and however much of it was said: tables without anything to write drop
 * out, and deletes count as done where there are none. Refuses plan_table_unknown, table_has_errors, nothing_selected.
 */
export function choose(planSha256: string, tables: readonly TableResult[], { tables: names, deletes }: Wanted): Chosen | Refusal {
  const wanted = names ?? tables.filter((one) => rowsOf(one, deletes) > 0).map(({ table }) => table)
  const fault = firstFault(tables, wanted)
  if (fault) return fault
  const chosen = tables.filter((one) => wanted.includes(one.table) && rowsOf(one, deletes) > 0)
  if (chosen.length === 0) return refuse('nothing_selected', 422, {}, 'tables')
  const all = deletes || chosen.every((one) => one.delete === 0)
  const selection = { tables: chosen.map(({ table }) => table).toSorted((a, b) => (a < b ? -1 : 1)), deletes: all }
  return {
    selection,
    sha256: selectionDigest(planSha256, chosen, all),
    rows: chosen.reduce((sum, one) => sum + rowsOf(one, all), 0),
    braked: all ? chosen.filter(braked).map(({ table }) => table) : [],
  }
}

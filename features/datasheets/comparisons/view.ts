import { compareSchemas } from '#core/datasheets/compare/schema-differences.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import type { ComparisonRequest, SchemaDifference } from '#features/datasheets/comparisons/schema.ts'

type Place = { id: string; name: string }

/** A table of either database: why its rows cannot be compared, or that they can, and how many of its declarations differ. */
export type ComparedTable = { table: string; comparable: boolean; missingIn: 'from' | 'to' | null; differences: number }

/** The tables of both, by name, and what they declare differently. */
export function tablesOf(from: readonly TableDef[], to: readonly TableDef[]): { tables: ComparedTable[]; differences: SchemaDifference[] } {
  const { pairs, differences } = compareSchemas(from, to, null)
  const comparable = new Set(pairs.map((pair) => pair.to.name))
  const names = [...new Set([...from, ...to].map(({ name }) => name))].sort()
  const tables = names.map((table): ComparedTable => {
    const own = differences.filter((one) => one.table === table)
    const missing = own.find(({ kind }) => kind === 'table_missing')
    return {
      table,
      comparable: comparable.has(table),
      missingIn: missing ? (missing.from === null ? 'from' : 'to') : null,
      differences: missing ? 0 : own.length,
    }
  })
  return { tables, differences }
}

/** Where rows come from when nobody has said it: another environment than the one they go to, a test environment first. */
export function otherThan<P extends Place & { kind: string }>(to: Place | null, environments: readonly P[]): P | undefined {
  const others = environments.filter(({ id }) => id !== to?.id)
  return others.find(({ kind }) => kind === 'test') ?? others[0]
}

/** All that can be compared is said by leaving the tables out. */
export function requestOf(from: Place, to: Place, tables: readonly ComparedTable[], ticked: ReadonlySet<string>): ComparisonRequest | null {
  const chosen = tables.filter(({ table, comparable }) => comparable && ticked.has(table)).map(({ table }) => table)
  if (chosen.length === 0 || from.id === to.id) return null
  const all = tables.filter(({ comparable }) => comparable).length === chosen.length
  return { from: from.id, to: to.id, ...(all ? {} : { tables: chosen }) }
}

import { checkColumns, checkKey } from '#core/datasheets/mapping/check-columns.ts'
import { checkRules } from '#core/datasheets/mapping/check-rules.ts'
import { checkSheets } from '#core/datasheets/mapping/check-sheets.ts'
import { below, type MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldName, sheetFinder, sheetNameLimit } from '#core/datasheets/mapping/names.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import { checkSlices, proofBudget } from '#core/datasheets/mapping/slices.ts'
import type { TableDef } from '#core/datasheets/table.ts'

/** What is wrong with one table of a mapping; paths begin below the table. */
export const checkTable = (tableMapping: TableMapping, table: TableDef, tables: readonly TableDef[], budget = proofBudget()): MappingIssue[] => [
  ...checkKey(tableMapping, table),
  ...checkSheets(tableMapping, table),
  ...checkSlices(tableMapping, table, budget),
  ...checkColumns(tableMapping, table),
  ...checkRules(tableMapping, table, tables),
]

const error = (path: string, code: string, params: MappingIssue['params']): MappingIssue => ({ level: 'error', path, code, params })

/** Nobody reads more, and looking for nearest names takes time. */
const mostIssues = 1_000

function tableIssues(mapping: Mapping, tables: readonly TableDef[]): MappingIssue[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const known = new Set<string>()
  const budget = proofBudget()
  const issues: MappingIssue[] = []
  for (const [n, tableMapping] of mapping.tables.entries()) {
    const path = `tables.${n}`
    const name = tableMapping.table
    const table = byName.get(name)
    if (known.has(name)) issues.push(error(`${path}.table`, 'table_twice', { table: name }))
    if (table) issues.push(...below(path, checkTable(tableMapping, table, tables, budget)))
    else issues.push(error(`${path}.table`, 'table_unknown', { table: name, ...hintOf(nearestName(name, [...byName.keys()])) }))
    known.add(name)
    if (issues.length >= mostIssues) break
  }
  return issues
}

/** Sheets that would be read twice, or both read and ignored. Names are compared as those of uploads are, cut as Excel cuts them. */
function sheetIssues({ tables, ignoreSheets }: Mapping): MappingIssue[] {
  const isIgnored = sheetFinder(ignoreSheets)
  const entries = tables.flatMap(({ table, sheets }, t) => sheets.map(({ sheet }, s) => ({ table, sheet, path: `tables.${t}.sheets.${s}.sheet` })))
  const first = new Map<string, (typeof entries)[number]>()
  return entries.flatMap((entry) => {
    const { table, sheet, path } = entry
    const name = foldName(sheet.slice(0, sheetNameLimit))
    const same = first.get(name)
    if (!same) first.set(name, entry)
    return [
      ...(same ? [error(path, 'sheet_twice', { sheet, table, other: same.sheet, otherTable: same.table })] : []),
      ...(isIgnored(sheet).length ? [error(path, 'sheet_ignored', { sheet, table })] : []),
    ]
  })
}

/**
 * Everything that is wrong with a mapping, all at once (past 1,000 issues no further table is looked at), held against the tables that the database has now. A mapping with an error is not
 * saved; a warning names what has no effect. Messages are at `datasheets.mapping.issues.<code>`.
 */
export const checkMapping = (mapping: Mapping, tables: readonly TableDef[]): MappingIssue[] => [...tableIssues(mapping, tables), ...sheetIssues(mapping)]

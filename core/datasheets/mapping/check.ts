import { checkColumns, checkKey } from '#core/datasheets/mapping/check-columns.ts'
import { checkRules } from '#core/datasheets/mapping/check-rules.ts'
import { checkSheets } from '#core/datasheets/mapping/check-sheets.ts'
import { below, type MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldName, sheetFinder, sheetNameLimit } from '#core/datasheets/mapping/names.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import { checkSlices } from '#core/datasheets/mapping/slices.ts'
import type { TableDef } from '#core/datasheets/table.ts'

/** What is wrong with one table of a mapping; paths begin below the table. */
export const checkTable = (tableMapping: TableMapping, table: TableDef, tables: readonly TableDef[]): MappingIssue[] => [
  ...checkKey(tableMapping, table),
  ...checkSheets(tableMapping, table),
  ...checkSlices(tableMapping, table),
  ...checkColumns(tableMapping, table),
  ...checkRules(tableMapping, table, tables),
]

const error = (path: string, code: string, params: MappingIssue['params']): MappingIssue => ({ level: 'error', path, code, params })

function tableIssues(mapping: Mapping, tables: readonly TableDef[]): MappingIssue[] {
  const names = tables.map(({ name }) => name)
  return mapping.tables.flatMap((tableMapping, n) => {
    const path = `tables.${n}`
    const name = tableMapping.table
    const table = tables.find((one) => one.name === name)
    const twice = mapping.tables.findIndex((other) => other.table === name) < n ? [error(`${path}.table`, 'table_twice', { table: name })] : []
    if (!table) return [...twice, error(`${path}.table`, 'table_unknown', { table: name, ...hintOf(nearestName(name, names)) })]
    return [...twice, ...below(path, checkTable(tableMapping, table, tables))]
  })
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
 * Everything that is wrong with a mapping, all at once, held against the tables that the database has now. A mapping with an error is not
 * saved; a warning names what has no effect. Messages are at `datasheets.mapping.issues.<code>`.
 */
export const checkMapping = (mapping: Mapping, tables: readonly TableDef[]): MappingIssue[] => [...tableIssues(mapping, tables), ...sheetIssues(mapping)]

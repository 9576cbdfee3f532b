import { comparisonsOf, conditionFaults, valuesOf } from '#core/condition/faults.ts'
import { columnIn, isWritable, unknownColumn } from '#core/datasheets/mapping/check-columns.ts'
import { comparedIn } from '#core/datasheets/mapping/compared.ts'
import { keyOf } from '#core/datasheets/mapping/defaults.ts'
import { below, type MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { SheetMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldHeader, sheetNameLimit } from '#core/datasheets/mapping/names.ts'
import type { TableDef } from '#core/datasheets/table.ts'

const error = (path: string, code: string, params: MappingIssue['params']): MappingIssue => ({ level: 'error', path, code, params })

/** Conditions that cannot be compiled; on columns that no sheet carries; with labels that an ENUM does not have, which would hold for no row. */
function whereIssues({ where, sheet }: SheetMapping, table: TableDef): MappingIssue[] {
  if (!where) return []
  const faults = conditionFaults(where, comparedIn(table)).map(({ path, code, column, value }): MappingIssue => {
    if (code === 'condition_column') return unknownColumn(table, column, path)
    return error(path, code, { table: table.name, sheet, column, value, declared: columnIn(table, column)?.declared ?? '' })
  })
  const fixed = comparisonsOf(where).flatMap(({ path, comparison }) => {
    const column = columnIn(table, comparison.left)
    return column && !isWritable(column) ? [error(path, 'condition_not_writable', { sheet, column: column.name, declared: column.declared })] : []
  })
  const strangers = comparisonsOf(where).flatMap(({ path, comparison }) => {
    const type = columnIn(table, comparison.left)?.type
    if (type?.kind !== 'enum') return []
    const unknown = valuesOf(comparison).filter((value) => !type.labels.includes(String(value)))
    return unknown.map((value) => error(path, 'condition_label', { sheet, column: comparison.left, value: String(value), labels: type.labels.join(', ') }))
  })
  return below('where', [...faults, ...fixed, ...strangers])
}

const counted = (texts: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** Each of several headers for one column is at fault, for nobody knows which is meant. */
function renameIssues({ rename, ignoreColumns, sheet }: SheetMapping, table: TableDef): MappingIssue[] {
  const targets = counted(Object.values(rename))
  const headers = counted(Object.keys(rename).map(foldHeader))
  const ignored = new Set(ignoreColumns.map(foldHeader))
  return Object.entries(rename).flatMap(([header, name]) => {
    const path = `rename.${header}`
    const params = { sheet, header, column: name, table: table.name }
    const column = columnIn(table, name)
    const folded = foldHeader(header)
    return [
      ...(column ? [] : [unknownColumn(table, name, path)]),
      ...(column && !isWritable(column) ? [error(path, 'rename_not_writable', { ...params, declared: column.declared })] : []),
      ...((targets.get(name) ?? 0) > 1 ? [error(path, 'rename_twice', params)] : []),
      ...((headers.get(folded) ?? 0) > 1 ? [error(path, 'rename_header_twice', params)] : []),
      ...(ignored.has(folded) || folded.startsWith('#') ? [error(path, 'rename_ignored', params)] : []),
    ]
  })
}

/** Key columns that no header can reach: without them nothing of the sheet is read. */
function keyIssues({ rename, ignoreColumns, sheet }: SheetMapping, table: TableDef, key: readonly string[]): MappingIssue[] {
  const renamed = new Set(Object.values(rename))
  const taken = new Set([...Object.keys(rename), ...ignoreColumns].map(foldHeader))
  return key
    .filter((column) => columnIn(table, column) && !renamed.has(column) && taken.has(foldHeader(column)))
    .map((column) => error('ignoreColumns', 'key_unreachable', { sheet, column, table: table.name }))
}

/** Excel makes a sheet of this name of its own and refuses it in workbooks. */
const isReserved = (sheet: string): boolean => sheet.trim().toLowerCase() === 'history'

function sheetIssues(sheetMapping: SheetMapping, table: TableDef, key: readonly string[]): MappingIssue[] {
  const { sheet, headerRow, skipRows } = sheetMapping
  return [
    ...(sheet.length > sheetNameLimit ? [{ level: 'warning' as const, path: 'sheet', code: 'sheet_name_long', params: { sheet, limit: sheetNameLimit } }] : []),
    ...(isReserved(sheet) ? [error('sheet', 'sheet_name_reserved', { sheet })] : []),
    ...(skipRows.includes(headerRow) ? [error('skipRows', 'header_row_skipped', { sheet, row: headerRow })] : []),
    ...whereIssues(sheetMapping, table),
    ...renameIssues(sheetMapping, table),
    ...keyIssues(sheetMapping, table, key),
  ]
}

/** The sheets of one table, each for itself: conditions, renames, rows. Whether slices share the table is `checkSlices`'. */
export const checkSheets = (tableMapping: TableMapping, table: TableDef): MappingIssue[] =>
  tableMapping.sheets.flatMap((sheet, n) => below(`sheets.${n}`, sheetIssues(sheet, table, keyOf(table, tableMapping))))

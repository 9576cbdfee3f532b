import type { Condition } from '#core/condition/condition.ts'
import { isWritable } from '#core/datasheets/mapping/check-columns.ts'
import { defaultSheetMapping, defaultTableMapping } from '#core/datasheets/mapping/defaults.ts'
import type { Mapping, SheetMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldHeader, modelName, sheetNameLimit } from '#core/datasheets/mapping/names.ts'
import { tableMeantBy } from '#core/datasheets/mapping/resolve.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

/** A sheet that a table is written to, so that reading it with the same mapping gives the same rows of the same columns. */
export type SheetPlan = {
  /** As Excel can take it. */
  sheet: string
  /** The slice of the table that it belongs to; null is all of it. */
  where: Condition | null
  /** Whether the rows of the slice are written here. A sheet without rows is written all the same: reading asks for it. */
  hasRows: boolean
  headerRow: number
  /** Rows that are left blank, in front of the data or among it. */
  skipRows: readonly number[]
  columns: readonly { header: string; column: ColumnDef }[]
}

const forbidden = /[[\]:*?/\\]/g

/** Excel refuses some characters, an apostrophe at either end and names longer than 31; what is left out does not count when names are compared. */
const asSheetName = (name: string): string =>
  name
    .replace(forbidden, '')
    .slice(0, sheetNameLimit)
    .replace(/^'+|'+$/g, '')

/** Excel keeps this name for itself. */
const isReserved = (sheet: string): boolean => sheet.toLowerCase() === 'history'

/** The first name for a table that leads back to it and to no other; null when the mapping has to give one. */
function nameFor(table: TableDef, mapping: Mapping, tables: readonly TableDef[]): string | null {
  const names = [table.name, modelName(table.name), `${table.name}_`].map(asSheetName)
  return names.find((sheet) => sheet !== '' && !isReserved(sheet) && tableMeantBy(sheet, mapping, tables) === table) ?? null
}

/** Headers of a sheet: renamed where the sheet renames, else the column's own name unless that is ignored or means another column. */
function headersOf({ rename, ignoreColumns }: SheetMapping, table: TableDef): { header: string; column: ColumnDef }[] {
  const renames = Object.entries(rename)
  const taken = new Set([...renames.map(([header]) => header), ...ignoreColumns].map(foldHeader))
  return table.columns.filter(isWritable).flatMap((column) => {
    const header = renames.find(([, name]) => name === column.name)?.[0]
    if (header !== undefined) return [{ header, column }]
    const own = foldHeader(column.name)
    return taken.has(own) || own.startsWith('#') ? [] : [{ header: column.name, column }]
  })
}

/**
 * The sheets that a table is written to, in the mapping's order: name, condition, header row and columns in the table's order. Of sheets that share
 * a slice the first has its rows and the others none. Null when no name leads back to the table alone, so that the mapping has to name a sheet.
 */
export function sheetsFor(table: TableDef, mapping: Mapping, tables: readonly TableDef[]): SheetPlan[] | null {
  const { sheets: mapped } = mapping.tables.find((one) => one.table === table.name) ?? defaultTableMapping(table.name)
  const own = mapped.length ? null : nameFor(table, mapping, tables)
  if (!mapped.length && own === null) return null
  const sheets = own === null ? mapped : [defaultSheetMapping(own)]
  const slices = sheets.map(({ where }) => JSON.stringify(where))
  return sheets.map((sheet, n) => ({
    sheet: asSheetName(sheet.sheet),
    where: sheet.where,
    hasRows: slices.indexOf(slices[n] ?? '') === n,
    headerRow: sheet.headerRow,
    skipRows: sheet.skipRows,
    columns: headersOf(sheet, table),
  }))
}

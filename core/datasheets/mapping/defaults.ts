import type { SheetMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import type { TableDef } from '#core/datasheets/table.ts'

/** What holds for a table that the mapping does not name. */
export const defaultTableMapping = (table: string): TableMapping => ({ table, policy: 'sync', key: [], sheets: [], columns: {}, rules: [] })

/** What holds for a sheet that is found by its name alone. */
export const defaultSheetMapping = (sheet: string): SheetMapping => ({ sheet, where: null, headerRow: 1, skipRows: [], ignoreColumns: [], rename: {} })

/** The columns that tell the rows of a table apart: its primary key, else what the mapping says. Empty: nothing does. */
export const keyOf = (table: TableDef, { key }: TableMapping): readonly string[] => (table.primaryKey.length ? table.primaryKey : key)

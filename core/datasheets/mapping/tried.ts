import type { Finding } from '#core/datasheets/finding.ts'
import { defaultSheetMapping, defaultTableMapping } from '#core/datasheets/mapping/defaults.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { Mapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { sheetFinder } from '#core/datasheets/mapping/names.ts'
import { type Reading, resolveSheets } from '#core/datasheets/mapping/resolve.ts'
import type { TableDef } from '#core/datasheets/table.ts'

type Place = { file: string; sheet: string /** The table to read into, whatever names say. */; table: string | null }

/** Findings about a table whose rows nothing tells apart, or whose mapping does not fit: its sheet is known all the same. */
const known = new Set(['table_without_key', 'mapping_unfit'])

/** A mapping of nothing but names, so that one which is half done still says where a sheet belongs. */
function bare(mapping: Mapping): Mapping {
  const sheets = ({ sheets }: TableMapping) => sheets.map(({ sheet }) => defaultSheetMapping(sheet))
  return { ...mapping, tables: mapping.tables.map((one) => ({ ...defaultTableMapping(one.table), policy: 'upsert', sheets: sheets(one) })) }
}

/** What the mapping says of the sheet in its table. A condition that cannot be compiled cuts out no slice. */
function readingOf({ file, sheet }: Place, table: TableDef, mapping: Mapping, issues: readonly MappingIssue[]): Reading {
  const t = mapping.tables.findIndex((one) => one.table === table.name)
  const tableMapping = mapping.tables[t] ?? defaultTableMapping(table.name)
  const [meant] = sheetFinder(tableMapping.sheets.map((one) => one.sheet))(sheet)
  const s = tableMapping.sheets.findIndex((one) => one.sheet === meant)
  const sheetMapping = tableMapping.sheets[s] ?? defaultSheetMapping(sheet)
  const broken = issues.some(({ level, path }) => level === 'error' && path.startsWith(`tables.${t}.sheets.${s}.where`))
  return { file, sheet, table, tableMapping, sheetMapping, slice: broken ? null : sheetMapping.where }
}

/**
 * How one sheet would be read by a mapping that is still being written: faults of the mapping (`issues`, of checkMapping)
 * and other sheets that are not there do not keep it from being read.
 */
export function meantReading(
  place: Place,
  mapping: Mapping,
  tables: readonly TableDef[],
  issues: readonly MappingIssue[],
): { reading: Reading } | { ignored: boolean; findings: readonly Finding[] } {
  const wanted = tables.find(({ name }) => name === place.table)
  if (wanted) return { reading: readingOf(place, wanted, mapping, issues) }
  const { readings, findings } = resolveSheets(bare(mapping), tables, [{ file: place.file, sheets: [place.sheet] }])
  const name = readings[0]?.table.name ?? findings.find(({ code }) => known.has(code))?.table
  const found = tables.find((table) => table.name === name)
  return found ? { reading: readingOf(place, found, mapping, issues) } : { ignored: findings.length === 0, findings }
}

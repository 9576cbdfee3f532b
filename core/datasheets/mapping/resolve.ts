import type { Condition } from '#core/condition/condition.ts'
import { continuedSheet, missingBefore } from '#core/datasheets/export/part-names.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { checkTable } from '#core/datasheets/mapping/check.ts'
import { defaultSheetMapping, defaultTableMapping } from '#core/datasheets/mapping/defaults.ts'
import type { Mapping, SheetMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldName, modelName, sheetFinder, tableFinder } from '#core/datasheets/mapping/names.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { findingAt, hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import type { TableDef } from '#core/datasheets/table.ts'

/** An uploaded file by the name it came under, with the names of its sheets in order. */
export type UploadedFile = { file: string; sheets: readonly string[] }

/** One sheet that is read into one table. `slice` is the part of the table that it speaks for; null is all of it. */
export type Reading = {
  file: string
  sheet: string
  table: TableDef
  sheetMapping: SheetMapping
  tableMapping: TableMapping
  slice: Condition | null
  /** Columns of which an export in the same file says how their cells were written. */
  exported?: ReadonlySet<string>
}

type Place = { file: string; sheet: string }
type Meant = { reading: Reading } | { finding: Finding } | { ignored: true }

/** Everything that names are looked up in, made once for all sheets. */
function lookupOf(mapping: Mapping, tables: readonly TableDef[]) {
  const mapped = mapping.tables.flatMap((tableMapping) => tableMapping.sheets.map((sheetMapping) => ({ tableMapping, sheetMapping })))
  const named = new Map(mapping.tables.filter(({ sheets }) => sheets.length).map((tableMapping) => [tableMapping.table, tableMapping]))
  const names = tables.map(({ name }) => name)
  return {
    mapped,
    named,
    names,
    byName: new Map(tables.map((table) => [table.name, table])),
    mappings: new Map(mapping.tables.map((tableMapping) => [tableMapping.table, tableMapping])),
    findMapped: sheetFinder(mapped.map(({ sheetMapping }) => sheetMapping.sheet)),
    findIgnored: sheetFinder(mapping.ignoreSheets),
    findTable: tableFinder(names.filter((name) => !named.has(name))),
    findNamed: tableFinder(names.filter((name) => named.has(name))),
  }
}
type Lookup = ReturnType<typeof lookupOf>

const listed = (names: readonly string[]): string => names.join(', ')

function byMapping(place: Place, lookup: Lookup): Meant | null {
  const meant = lookup.findMapped(place.sheet)
  if (!meant.length) return null
  const entries = lookup.mapped.filter(({ sheetMapping }) => meant.includes(sheetMapping.sheet))
  const [entry] = entries
  if (!entry || entries.length > 1) {
    const tables = listed(entries.map(({ tableMapping, sheetMapping }) => `${tableMapping.table} (${sheetMapping.sheet})`))
    return { finding: findingAt('error', 'sheet_ambiguous', place, { tables }) }
  }
  const { tableMapping, sheetMapping } = entry
  const table = lookup.byName.get(tableMapping.table)
  if (!table) {
    const params = hintOf(nearestName(tableMapping.table, lookup.names))
    return { finding: findingAt('error', 'table_missing', { ...place, table: tableMapping.table }, params) }
  }
  return { reading: { ...place, table, sheetMapping, tableMapping, slice: sheetMapping.where } }
}

function byTableName(place: Place, lookup: Lookup): Meant | null {
  const found = lookup.findTable(place.sheet)
  if (found.length > 1) return { finding: findingAt('error', 'sheet_ambiguous', place, { tables: listed(found) }) }
  const table = lookup.byName.get(found[0] ?? '')
  if (!table) return null
  const tableMapping = lookup.mappings.get(table.name) ?? defaultTableMapping(table.name)
  return { reading: { ...place, table, tableMapping, sheetMapping: defaultSheetMapping(place.sheet), slice: null } }
}

/** A sheet that nothing is read from: it may be called after a table whose sheets have other names, or nearly like something known. */
function unmatched(place: Place, lookup: Lookup): Meant {
  const [table] = lookup.findNamed(place.sheet)
  const sheets = table && lookup.named.get(table)?.sheets
  if (sheets) return { finding: findingAt('warning', 'sheet_not_of_table', { ...place, table }, { sheets: listed(sheets.map(({ sheet }) => sheet)) }) }
  const open = lookup.names.filter((name) => !lookup.named.has(name))
  const known = [...lookup.mapped.map(({ sheetMapping }) => sheetMapping.sheet), ...open, ...open.map(modelName)]
  return { finding: findingAt('warning', 'sheet_unmatched', place, hintOf(nearestName(place.sheet, known))) }
}

function meaningOfName(place: Place, lookup: Lookup): Meant {
  const explicit = byMapping(place, lookup)
  if (explicit) return explicit
  if (lookup.findIgnored(place.sheet).length) return { ignored: true }
  return byTableName(place, lookup) ?? unmatched(place, lookup)
}

/** What goes on where another sheet ended is read as that one is: it is a sheet more, and not the same one twice. */
function meaningOf(place: Place, lookup: Lookup): Meant {
  const base = continuedSheet(place.sheet)
  const meant = base === null ? null : meaningOfName({ ...place, sheet: base }, lookup)
  if (!meant || !('reading' in meant)) return meaningOfName(place, lookup)
  const { sheetMapping, ...reading } = meant.reading
  return { reading: { ...reading, sheet: place.sheet, sheetMapping: { ...sheetMapping, sheet: place.sheet } } }
}

/** The table that a sheet of this name is read into; null when there is none or more than one. */
export function tableMeantBy(sheet: string, mapping: Mapping, tables: readonly TableDef[]): TableDef | null {
  const meant = meaningOf({ file: '', sheet }, lookupOf(mapping, tables))
  return 'reading' in meant ? meant.reading.table : null
}

const sourceOf = ({ table, sheetMapping }: Reading): string => JSON.stringify([table.name, foldName(sheetMapping.sheet)])

/** The same sheet from two places: one of them is a stale copy, and nobody but a person knows which. */
function twice(readings: readonly Reading[]): Finding[] {
  const bySource = Map.groupBy(readings, sourceOf)
  return readings.flatMap((reading) => {
    const others = (bySource.get(sourceOf(reading)) ?? []).filter((other) => other !== reading)
    if (!others.length) return []
    const place = { file: reading.file, sheet: reading.sheet, table: reading.table.name }
    return [findingAt('error', 'sheet_twice', place, { others: listed(others.map(({ file, sheet }) => `${file} / ${sheet}`)) })]
  })
}

const sameSlice = (a: Condition | null, b: Condition | null): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The part of a table that a sheet speaks for: what one of its sheets lacks, another may hold. */
const partOf = ({ table, slice }: Reading): string => JSON.stringify([table.name, slice])

/** Sheets that share a slice with one that is here, or that it goes on with: without them, syncing would delete what they hold. */
function absent(readings: readonly Reading[]): Finding[] {
  const present = new Set(readings.map(({ sheetMapping }) => sheetMapping))
  const names = new Set(readings.map((reading) => partOf(reading) + foldName(reading.sheet)))
  return readings.flatMap((reading) => {
    const { file, sheet, table, tableMapping, slice } = reading
    if (tableMapping.policy !== 'sync') return []
    const others = tableMapping.sheets.filter((other) => sameSlice(other.where, slice) && !present.has(other)).map((other) => other.sheet)
    const before = missingBefore(sheet, (name) => names.has(partOf(reading) + foldName(name)))
    const missing = new Map([...others, ...(before === null ? [] : [before])].map((name) => [foldName(name), name]))
    return missing.size ? [findingAt('error', 'sheet_absent', { file, sheet, table: table.name }, { sheets: listed([...missing.values()]) })] : []
  })
}

/** Sheets of a table, or of its slice, that are sound but cannot stand for it alone: the rows of the others would be deleted. */
function heldBack(readings: readonly Reading[], faults: readonly Finding[]): Finding[] {
  const isFaulty = (reading: Reading): boolean => faults.some(({ file, sheet }) => file === reading.file && sheet === reading.sheet)
  const faulty = Map.groupBy(readings.filter(isFaulty), partOf)
  return readings.flatMap((reading) => {
    const others = faulty.get(partOf(reading)) ?? []
    if (!others.length || others.includes(reading)) return []
    const place = { file: reading.file, sheet: reading.sheet, table: reading.table.name }
    return [findingAt('error', 'sheet_held_back', place, { others: listed(others.map(({ file, sheet }) => `${file} / ${sheet}`)) })]
  })
}

/** Mappings that no longer fit the table, which may have changed since they were saved; and tables whose rows nothing tells apart. */
function unfit(readings: readonly Reading[], tables: readonly TableDef[]): Finding[] {
  const issues = new Map(readings.map(({ table, tableMapping }) => [table, checkTable(tableMapping, table, tables).filter(({ level }) => level === 'error')]))
  return readings.flatMap(({ file, sheet, table }) => {
    const [first, ...rest] = issues.get(table) ?? []
    if (!first) return []
    const place = { file, sheet, table: table.name }
    if (first.code === 'key_missing') return [findingAt('error', 'table_without_key', place)]
    return [findingAt('error', 'mapping_unfit', place, { path: first.path, issue: first.code, others: rest.length })]
  })
}

/**
 * Which sheet of which file is read into which table: by the mapping, else by name (`tableFinder`); in the order of files and sheets. Sheets that
 * are not read are findings, except those that the mapping ignores. A sheet with an error is no reading, nor are those that share its part of the table.
 * Several sheets may feed one table; of a table in slices those that are not uploaded are left alone.
 */
export function resolveSheets(mapping: Mapping, tables: readonly TableDef[], files: readonly UploadedFile[]): { readings: Reading[]; findings: Finding[] } {
  const lookup = lookupOf(mapping, tables)
  const meant = files.flatMap(({ file, sheets }) => sheets.map((sheet) => meaningOf({ file, sheet }, lookup)))
  const readings = meant.flatMap((one) => ('reading' in one ? [one.reading] : []))
  const partial = [...twice(readings), ...absent(readings)]
  const faults = [...partial, ...heldBack(readings, partial), ...unfit(readings, tables)]
  const bad = new Set(faults.map(({ file, sheet }) => JSON.stringify([file, sheet])))
  return {
    readings: readings.filter(({ file, sheet }) => !bad.has(JSON.stringify([file, sheet]))),
    findings: [...meant.flatMap((one) => ('finding' in one ? [one.finding] : [])), ...faults],
  }
}

import type { Condition } from '#core/condition/condition.ts'
import type { TablePair } from '#core/datasheets/compare/schema-differences.ts'
import type { SheetColumns, WrittenColumns } from '#core/datasheets/diff/operation-of.ts'
import { defaultSheetMapping, defaultTableMapping, keyOf } from '#core/datasheets/mapping/defaults.ts'
import type { Header } from '#core/datasheets/mapping/header.ts'
import type { TableMapping } from '#core/datasheets/mapping/mapping.ts'
import type { Reading } from '#core/datasheets/mapping/resolve.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import type { TableOrder } from '#workers/datasheets/child/database-protocol.ts'

/** A sheet that is read into a table, once its header is known. */
export type Source = {
  reading: Reading
  header: Header
  columns: SheetColumns /** Among the slices. */
  slice: number /** Among the layouts. */
  layout: number
}

/** A sheet with its header, before its table is planned. */
export type SheetOfTable = { reading: Reading; header: Header }

export type TablePlan = {
  number: number
  table: TableDef
  mapping: TableMapping
  /** What a record's line of the database holds: all that can be written. */
  columns: readonly ColumnDef[]
  written: WrittenColumns
  key: readonly ColumnDef[]
  /** Where the mapping cuts the table, the slices of all its sheets, of those too that are not here. */
  slices: readonly (Condition | null)[]
  /** Names of the sheets that speak of each slice. */
  sheetsOfSlice: readonly string[]
  layouts: readonly (readonly number[])[]
  sources: readonly Source[]
}

const isWritten = ({ generated, type }: ColumnDef): boolean => !generated && type.kind !== 'other'

/** Numbers for values that are told apart by their JSON. */
function numbering<Value>(): { all: Value[]; numberOf: (value: Value) => number } {
  const numbers = new Map<string, number>()
  const all: Value[] = []
  return {
    all,
    numberOf: (value) => {
      const known = numbers.get(JSON.stringify(value))
      if (known !== undefined) return known
      numbers.set(JSON.stringify(value), all.length)
      return all.push(value) - 1
    },
  }
}

/** How a table is compared with the sheets that speak of it. */
export function planTable(number: number, sheets: readonly SheetOfTable[]): TablePlan {
  const [first] = sheets
  if (!first) throw new Error('a table without a sheet')
  const { table, tableMapping: mapping } = first.reading
  const columns = table.columns.filter(isWritten)
  const names = columns.map(({ name }) => name)
  const keyNames = keyOf(table, mapping)
  const slices = numbering<Condition | null>()
  for (const { where } of mapping.sheets) slices.numberOf(where)
  const layouts = numbering<number[]>()
  const sources = sheets.map(({ reading, header }): Source => {
    const given = new Set([...header.given, ...header.implied.map(({ column }) => column)].map(({ name }) => name))
    const places = names.flatMap((name, place) => (given.has(name) ? [place] : []))
    const compared = places.map((place) => !columns[place]?.onUpdate)
    const layout = layouts.numberOf(places.filter((_, at) => compared[at]))
    return { reading, header, columns: { columns: places, compared }, slice: slices.numberOf(reading.slice), layout }
  })
  return {
    number,
    table,
    mapping,
    columns,
    written: { names, key: keyNames.map((name) => names.indexOf(name)) },
    key: keyNames.flatMap((name) => columns.filter((column) => column.name === name)),
    slices: slices.all,
    sheetsOfSlice: slices.all.map((slice) =>
      mapping.sheets
        .filter(({ where }) => JSON.stringify(where) === JSON.stringify(slice))
        .map(({ sheet }) => sheet)
        .join(', '),
    ),
    layouts: layouts.all,
    sources,
  }
}

/** How a table is compared with the same one of another database, called `source`. All of it is read: policies and sheets of the mapping do not count. */
export function planPair(number: number, { to, columns }: TablePair, rules: TableMapping['rules'], source: string): TablePlan {
  const written = to.columns.filter(isWritten)
  const names = written.map(({ name }) => name)
  const places = names.flatMap((name, place) => (columns.includes(name) ? [place] : []))
  const compared = places.map((place) => !written[place]?.onUpdate)
  const key = to.primaryKey.flatMap((name) => written.filter((column) => column.name === name))
  const given = places.map((place) => written[place] as ColumnDef)
  const header: Header = {
    ...{ columns: [], ignored: new Set<number>(), given, implied: [], key, findings: [] },
    ...{ missing: written.filter(({ name }) => !columns.includes(name)), missingRequired: [] },
  }
  const mapping = { ...defaultTableMapping(to.name), rules }
  const reading: Reading = { file: source, sheet: to.name, table: to, sheetMapping: defaultSheetMapping(to.name), tableMapping: mapping, slice: null }
  return {
    number,
    table: to,
    mapping,
    columns: written,
    written: { names, key: key.map(({ name }) => names.indexOf(name)) },
    key,
    slices: [null],
    sheetsOfSlice: [to.name],
    layouts: [places.filter((_, at) => compared[at])],
    sources: [{ reading, header, columns: { columns: places, compared }, slice: 0, layout: 0 }],
  }
}

/** What the database's side has to be read with, into the file at `path`. */
export const orderOf = ({ number, table, written, key, slices, layouts }: TablePlan, path: string): TableOrder => ({
  number,
  table,
  path,
  columns: written.names,
  key: key.map(({ name }) => name),
  slices,
  layouts,
})

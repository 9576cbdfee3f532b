import { comparisonsOf } from '#core/condition/faults.ts'
import { cellAddress, type SheetCell } from '#core/datasheets/cell.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { keyOf } from '#core/datasheets/mapping/defaults.ts'
import { foldHeader } from '#core/datasheets/mapping/names.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { pinnedBy } from '#core/datasheets/mapping/pinned.ts'
import type { Reading } from '#core/datasheets/mapping/resolve.ts'
import { findingAt, hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'

/** A column that the sheet leaves out and its slice gives: the value as the condition writes it. */
export type Implied = { column: ColumnDef; value: string | null }

export type Header = {
  /** By column of the sheet; null where nothing is read. */
  columns: readonly (ColumnDef | null)[]
  /** Columns of the sheet that have a header and are not read: `#note`, ignored, unknown, generated. */
  ignored: ReadonlySet<number>
  /** Columns of the table that the sheet gives, in the table's order. */
  given: readonly ColumnDef[]
  implied: readonly Implied[]
  /** In the order of the key. */
  key: readonly ColumnDef[]
  /** Columns that could be written and are not there: left alone by updates, DEFAULT for inserts. */
  missing: readonly ColumnDef[]
  /** Those among them that may not be NULL and have no default: no row can be inserted. */
  missingRequired: readonly ColumnDef[]
  findings: readonly Finding[]
}

type Title = { at: number; text: string; folded: string; cell: SheetCell }
type Meant = { title: Title; column: ColumnDef | null; finding?: Finding }

const titlesOf = (cells: readonly SheetCell[]): Title[] =>
  cells.map((cell) => ({ at: cell.column, text: cell.raw, folded: foldHeader(cell.raw), cell })).filter(({ folded }) => folded !== '')

/** Headers lead to columns by their exact name first: two columns may differ in what folding takes away, and a header that is neither means none. */
function columnFinder({ table, sheetMapping }: Reading): (title: Title) => { name: string; column: ColumnDef | undefined } {
  const exact = new Map(table.columns.map((column) => [column.name, column]))
  const alike = Map.groupBy(table.columns, ({ name }) => foldHeader(name))
  const folded = new Map([...alike].flatMap(([name, [column, ...others]]) => (column && others.length === 0 ? [[name, column] as const] : [])))
  const renamed = new Map(Object.entries(sheetMapping.rename).map(([header, column]) => [foldHeader(header), column]))
  return (title) => {
    const target = renamed.get(title.folded)
    if (target !== undefined) return { name: target, column: exact.get(target) }
    return { name: title.text, column: exact.get(title.text.trim()) ?? folded.get(title.folded) }
  }
}

const isWritable = (column: ColumnDef): boolean => !column.generated && column.type.kind !== 'other'

/** What one header means. Comments (`#`) and ignored columns are silently not read; an error value is no comment although it begins with `#`. */
function meaningsOf(reading: Reading, titles: readonly Title[]): Meant[] {
  const { file, sheet, table, sheetMapping } = reading
  const find = columnFinder(reading)
  const ignored = new Set(sheetMapping.ignoreColumns.map(foldHeader))
  const renamed = new Set(Object.keys(sheetMapping.rename).map(foldHeader))
  return titles.map((title) => {
    const place = { file, sheet, cell: cellAddress(title.at, sheetMapping.headerRow), table: table.name, value: title.text }
    if (title.cell.kind === 'error') return { title, column: null, finding: findingAt('error', 'header_error', place) }
    if (title.folded.startsWith('#') || ignored.has(title.folded)) return { title, column: null }
    const { name, column } = find(title)
    const hint = hintOf(
      nearestName(
        name,
        table.columns.map((one) => one.name),
      ),
    )
    if (!column && renamed.has(title.folded)) return { title, column: null, finding: findingAt('error', 'header_rename', place, { column: name, ...hint }) }
    if (!column) return { title, column: null, finding: findingAt('warning', 'header_unknown', place, hint) }
    if (isWritable(column)) return { title, column }
    const code = column.generated ? 'header_generated' : 'header_type'
    return { title, column: null, finding: findingAt('warning', code, { ...place, column: column.name }, { declared: column.declared }) }
  })
}

/** Two headers for one column: naming all of them, for none is the right one. */
function duplicates({ file, sheet, table, sheetMapping }: Reading, meant: readonly Meant[]): Finding[] {
  const addressOf = ({ title }: Meant): string => cellAddress(title.at, sheetMapping.headerRow)
  const byColumn = Map.groupBy(
    meant.filter(({ column }) => column),
    ({ column }) => column?.name ?? '',
  )
  return [...byColumn].flatMap(([column, same]) =>
    same.length < 2
      ? []
      : same.map((one) => {
          const others = same.filter((other) => other !== one).map(addressOf)
          const place = { file, sheet, cell: addressOf(one), table: table.name, column, value: one.title.text }
          return findingAt('error', 'header_twice', place, { others: others.join(', ') })
        }),
  )
}

/** Columns of the slice's condition that the sheet leaves out: given by the condition, or else nobody can tell which rows belong here. */
function sliceColumns({ file, sheet, table, sheetMapping, slice }: Reading, given: ReadonlySet<string>): { implied: Implied[]; findings: Finding[] } {
  if (!slice) return { implied: [], findings: [] }
  const pinned = pinnedBy(slice)
  const absent = new Set(comparisonsOf(slice).map(({ comparison }) => comparison.left)).difference(given)
  const columns = table.columns.filter((column) => absent.has(column.name) && isWritable(column))
  return {
    implied: columns.flatMap((column) => {
      const value = pinned.get(column.name)
      return value === undefined ? [] : [{ column, value }]
    }),
    findings: [...absent].flatMap((column) => {
      if (pinned.has(column)) return []
      return [findingAt('error', 'header_slice_missing', { file, sheet, cell: cellAddress(0, sheetMapping.headerRow), table: table.name, column })]
    }),
  }
}

function missingKey({ file, sheet, table, sheetMapping }: Reading, key: readonly ColumnDef[], there: ReadonlySet<string>): Finding[] {
  const cell = cellAddress(0, sheetMapping.headerRow)
  return key.flatMap(({ name }) =>
    there.has(name) ? [] : [findingAt('error', 'header_key_missing', { file, sheet, cell, table: table.name, column: name }, { row: sheetMapping.headerRow })],
  )
}

/**
 * What the columns of a sheet are, from the cells of its header row. A finding of level `error` among the answer's stops the table: header twice
 * or an error value, no header at all, key or slice column missing, a rename to no column.
 */
export function resolveHeader(reading: Reading, cells: readonly SheetCell[]): Header {
  const { file, sheet, table, tableMapping, sheetMapping } = reading
  const titles = titlesOf(cells)
  const meant = meaningsOf(reading, titles)
  const names = new Set(meant.flatMap(({ column }) => (column ? [column.name] : [])))
  const columns = Array.from({ length: 1 + Math.max(-1, ...titles.map(({ at }) => at)) }, (): ColumnDef | null => null)
  for (const { title, column } of meant) columns[title.at] = column
  const { implied, findings: unsliced } = sliceColumns(reading, names)
  const there = new Set([...names, ...implied.map(({ column }) => column.name)])
  const keyNames = keyOf(table, tableMapping)
  const key = keyNames.flatMap((name) => table.columns.filter((column) => column.name === name))
  const missing = table.columns.filter((column) => isWritable(column) && !there.has(column.name))
  const own = titles.length
    ? [...meant.flatMap(({ finding }) => finding ?? []), ...duplicates(reading, meant), ...missingKey(reading, key, there), ...unsliced]
    : [findingAt('error', 'header_empty', { file, sheet, cell: cellAddress(0, sheetMapping.headerRow), table: table.name }, { row: sheetMapping.headerRow })]
  return {
    columns,
    ignored: new Set(meant.filter(({ column }) => !column).map(({ title }) => title.at)),
    given: table.columns.filter(({ name }) => names.has(name)),
    implied,
    key,
    missing,
    missingRequired: missing.filter((column) => !column.nullable && column.default === null && !column.autoIncrement),
    findings: own,
  }
}

/** Whether a cell of the data stands in a column that has no header. */
export const isUnheaded = (header: Header, at: number): boolean => !header.columns[at] && !header.ignored.has(at)

/** The warning for the first value of such a column; `row` is where it stands. */
export const unheaded = ({ file, sheet, table, sheetMapping }: Reading, cell: SheetCell, row: number): Finding =>
  findingAt(
    'warning',
    'header_blank',
    { file, sheet, cell: cellAddress(cell.column, row), table: table.name, value: cell.raw },
    { header: cellAddress(cell.column, sheetMapping.headerRow) },
  )

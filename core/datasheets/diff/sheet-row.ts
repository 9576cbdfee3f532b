import type { Condition } from '#core/condition/condition.ts'
import { comparisonsOf } from '#core/condition/faults.ts'
import { cellAddress, type SheetCell, type SheetRow } from '#core/datasheets/cell.ts'
import { absent, type LineValue } from '#core/datasheets/diff/line.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { rowTest } from '#core/datasheets/mapping/compared.ts'
import { type Header, isUnheaded, unheaded } from '#core/datasheets/mapping/header.ts'
import type { Reading } from '#core/datasheets/mapping/resolve.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { columnReader } from '#core/datasheets/values/from-sheet.ts'
import { isProblem, isServerDefault, isWarned, type Read } from '#core/datasheets/values/read.ts'

type Reader = (cell: SheetCell | undefined) => Read
type Target = { column: ColumnDef /** Column of the sheet; -1: the slice says the value. */; at: number; read: Reader }
export type SheetRowSettings = { date1904: boolean; found: (finding: Finding) => void }

/** One of the conditions that all have to hold for a row of the slice, with the places of its columns. */
type SlicePart = { columns: readonly number[]; test: (row: readonly (string | null)[]) => boolean }

/** Where the row's key stands. none: a column of it has no value. server: the server chooses it. */
export type KeyState = 'there' | 'none' | 'server'

/** A formula may leave a cell blank on purpose, as `=IF(A1="","",A1)` does. One whose result was never stored is of another kind. */
const isBlankText = (cell: SheetCell): boolean => cell.kind === 'text' && cell.raw.trim() === ''

/** The conditions that all have to hold: which of them does not says which cell is wrong. */
function partsOf(slice: Condition | null): readonly Condition[] {
  if (slice === null) return []
  return 'all' in slice ? slice.all.flatMap(partsOf) : [slice]
}

/**
 * Makes canonical values of the rows of one sheet, with a finding for each cell that is none or that somebody should look at. The answer of `read` is
 * whether the row holds data at all: above the header, skipped, or without a value in any column that is read, it does not.
 */
export class SheetRows {
  /** Columns that the sheet gives, or its slice does, in the table's order. */
  readonly columns: readonly ColumnDef[]
  /** Of the row that was read last, in the order of `columns`; the array is used again. */
  readonly values: LineValue[]
  key: KeyState = 'there'
  faulty = false
  private readonly reading: Reading
  private readonly header: Header
  private readonly settings: SheetRowSettings
  private readonly targets: readonly Target[]
  private readonly cells: (SheetCell | undefined)[]
  private readonly keys: ReadonlySet<number>
  private readonly slice: readonly SlicePart[]
  private readonly skipped: ReadonlySet<number>
  private readonly told = new Set<number>()
  private row: SheetRow = { number: 0, hidden: false, cells: [] }

  constructor(reading: Reading, header: Header, settings: SheetRowSettings) {
    this.reading = reading
    this.header = header
    this.settings = settings
    this.targets = targetsOf(reading, header, settings.date1904)
    this.columns = this.targets.map(({ column }) => column)
    this.values = this.targets.map(() => null)
    this.cells = header.columns.map(() => undefined)
    this.keys = new Set(header.key.map(({ name }) => this.placeOf(name)))
    this.skipped = new Set(reading.sheetMapping.skipRows)
    this.slice = this.sliceOf(partsOf(reading.slice))
  }

  read(row: SheetRow): boolean {
    if (row.number <= this.reading.sheetMapping.headerRow || this.skipped.has(row.number)) return false
    this.row = row
    this.key = 'there'
    this.faulty = false
    if (!this.spread()) return false
    for (let at = 0; at < this.targets.length; at++) this.take(at, this.targets[at] as Target)
    this.checkSlice()
    return true
  }

  /** The place of a value of the row that was read last: that of its cell, else of the row's first one. */
  place(name: string | null): { file: string; sheet: string; table: string; cell: string; column?: string; value?: string } {
    const { file, sheet, table } = this.reading
    const target = name === null ? undefined : this.targets[this.placeOf(name)]
    const cell = target && target.at >= 0 ? this.cells[target.at] : undefined
    const column = target && target.at >= 0 ? target.at : (this.row.cells[0]?.column ?? 0)
    const place = { file, sheet, table: table.name, cell: cellAddress(column, this.row.number) }
    return { ...place, ...(name === null ? {} : { column: name }), ...(cell ? { value: cell.raw } : {}) }
  }

  /** Conditions on columns that the sheet lacks, which its header is at fault for, are asked of no row. */
  private sliceOf(parts: readonly Condition[]): SlicePart[] {
    return parts.flatMap((part) => {
      const columns = comparisonsOf(part).map(({ comparison }) => this.placeOf(comparison.left))
      return columns.includes(-1) ? [] : [{ columns, test: rowTest(part, this.columns) }]
    })
  }

  private placeOf(name: string): number {
    return this.targets.findIndex(({ column }) => column.name === name)
  }

  /** Puts the cells under their headers; whether one of them holds something. */
  private spread(): boolean {
    this.cells.fill(undefined)
    let any = false
    for (const cell of this.row.cells) {
      if (this.header.columns[cell.column]) {
        this.cells[cell.column] = cell
        any ||= !isBlankText(cell)
      } else if (isUnheaded(this.header, cell.column) && !this.told.has(cell.column) && !isBlankText(cell)) {
        this.told.add(cell.column)
        this.settings.found(unheaded(this.reading, cell, this.row.number))
      }
    }
    return any
  }

  private take(at: number, { column, at: from, read }: Target): void {
    const value = read(from < 0 ? undefined : this.cells[from])
    if (value === null || typeof value === 'string') this.values[at] = value
    else if (isWarned(value)) {
      this.values[at] = value.value
      this.settings.found(findingAt('warning', value.warning, this.place(column.name), value.params))
    } else if (isServerDefault(value)) {
      this.values[at] = absent
      if (this.keys.has(at) && this.key === 'there') this.key = 'server'
    } else if (isProblem(value)) {
      this.values[at] = null
      this.faulty = true
      if (this.keys.has(at)) this.key = 'none'
      this.settings.found(findingAt('error', value.problem, this.place(column.name), value.params))
    }
  }

  /** A row that is faulty already is not asked where it belongs: its values are not all known. */
  private checkSlice(): void {
    if (this.faulty) return
    const failed = this.slice.find(({ columns, test }) => columns.some((at) => this.values[at] === absent) || !test(this.values as (string | null)[]))
    if (!failed) return
    this.faulty = true
    const column = this.columns[failed.columns[0] ?? 0]?.name ?? null
    this.settings.found(findingAt('error', 'row_outside_slice', this.place(column), { sheet: this.reading.sheetMapping.sheet }))
  }
}

function targetsOf({ tableMapping, table, exported }: Reading, header: Header, date1904: boolean): Target[] {
  const reader = (column: ColumnDef): Reader =>
    columnReader(column, { mapping: tableMapping.columns[column.name], date1904, doubtTokens: !exported?.has(column.name) })
  const given = header.columns.flatMap((column, at): Target[] => (column ? [{ column, at, read: reader(column) }] : []))
  const implied = header.implied.map(({ column, value }): Target => {
    const cell: SheetCell = { column: 0, kind: 'text', raw: value ?? '', formula: false, style: 'plain' }
    const read = value === null ? null : reader(column)(cell)
    return { column, at: -1, read: () => read }
  })
  const order = new Map(table.columns.map(({ name }, at) => [name, at]))
  return [...given, ...implied].sort((a, b) => (order.get(a.column.name) ?? 0) - (order.get(b.column.name) ?? 0))
}

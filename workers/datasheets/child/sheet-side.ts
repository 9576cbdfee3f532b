import { cellAddress, type SheetRow } from '#core/datasheets/cell.ts'
import { KeyBytes } from '#core/datasheets/diff/key-bytes.ts'
import { type KeyColumn, keyColumn } from '#core/datasheets/diff/key-columns.ts'
import { KeyIndex, rowState } from '#core/datasheets/diff/key-index.ts'
import { type LineValue, lineOf, valuesOf } from '#core/datasheets/diff/line.ts'
import { type RecordWriter, rowOf, sourceOf } from '#core/datasheets/diff/record.ts'
import { SheetRows } from '#core/datasheets/diff/sheet-row.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { type FindingPlace, findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { duplicateKeyParams } from '#core/datasheets/rules/keys.ts'
import { SpillReader, spillWriter } from '#workers/datasheets/child/spill.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'
import type { Weigher } from '#workers/datasheets/child/weigher.ts'

/** Rows that are weighed together. */
const batchRows = 1_000
/** Records here and there: a page of the file holds a few. */
const randomWindow = 16 * 1024
const scanWindow = 1 << 20
/** One more than a message names: it then says that there are more. */
const namedCells = 11

/** `keylessRows`: rows whose key cannot be read, so that nobody knows which row of the database they are. */
export type SheetRead = { rows: number; hiddenRows: number; blankRows: number; firstBlank: number; keylessRows: number }
/** Reads the rows of a sheet into what `taker` makes, told by which calendar the file counts days. */
export type ReadRows = (source: Source, taker: (date1904: boolean) => (row: SheetRow) => void) => Promise<void>
export type Found = (finding: Finding) => void

/** Rows between two that hold data, but for those that the mapping skips: `from` is the first of them, `to` stands behind the last. */
function countBlanks(read: SheetRead, from: number, to: number, skipped: ReadonlySet<number>): void {
  const between = [...skipped].filter((row) => row >= from && row < to)
  if (between.length === to - from) return
  if (read.blankRows === 0) for (read.firstBlank = from; between.includes(read.firstBlank); ) read.firstBlank++
  read.blankRows += to - from - between.length
}

/** All rows of a table's sheets: their lines in a file, their keys in an index. */
export class SheetSide {
  readonly index = new KeyIndex()
  readonly reads: SheetRead[]
  readonly plan: TablePlan
  private readonly folder: string
  private readonly seed: number
  private readonly found: Found
  private readonly parts: readonly KeyColumn[]
  /** Whether the server is asked what the keys weigh: `weigh` writes them. */
  readonly weighed: boolean
  /** Where the records are that are read. */
  path: string
  private opened: SpillReader | null = null

  constructor(plan: TablePlan, folder: string, seed: number, found: Found) {
    this.plan = plan
    this.folder = folder
    this.seed = seed
    this.found = found
    this.parts = plan.key.map(keyColumn)
    this.weighed = plan.key.some(({ type }) => type.kind === 'text')
    this.path = `${folder}/${plan.number}.sheets`
    this.reads = plan.sources.map(() => ({ rows: 0, hiddenRows: 0, blankRows: 0, firstBlank: 0, keylessRows: 0 }))
  }

  /** Reads every sheet by `read`, which hands over the rows of one of them. */
  async fill(read: ReadRows): Promise<void> {
    const { writer, end } = spillWriter(this.path, this.seed)
    for (const [number, source] of this.plan.sources.entries()) {
      await read(source, (date1904) => this.taker(writer, number, source, new SheetRows(source.reading, source.header, { date1904, found: this.found })))
    }
    end()
  }

  private taker(writer: RecordWriter, number: number, source: Source, rows: SheetRows): (row: SheetRow) => void {
    const key = new KeyBytes()
    const places = this.plan.key.map(({ name }) => rows.columns.findIndex((column) => column.name === name))
    const keyValues: (string | null)[] = places.map(() => null)
    const { compared } = source.columns
    const whole = compared.every(Boolean)
    const read = this.reads[number] as SheetRead
    const skipped = new Set(source.reading.sheetMapping.skipRows)
    let before = source.reading.sheetMapping.headerRow
    return (row) => {
      if (!rows.read(row)) return
      read.rows++
      if (row.hidden) read.hiddenRows++
      if (row.number > before + 1 && read.rows > 1) countBlanks(read, before + 1, row.number, skipped)
      before = row.number
      if (rows.key === 'none') read.keylessRows++
      key.length = 0
      if (rows.key === 'server') key.writeLast(this.index.size)
      else if (rows.key === 'there' && !this.weighed) {
        for (let at = 0; at < places.length; at++) keyValues[at] = this.partText(at, rows.values[places[at] as number] as string | null)
        key.write(this.parts, keyValues)
      }
      const digested = whole ? undefined : [lineOf(rows.values.filter((_, at) => compared[at]))]
      const offset = writer.add(row.number, number, key, lineOf(rows.values), digested)
      const added = this.index.add(writer.last(), offset)
      if (rows.key !== 'there') this.index.mark(added, rowState.keyless)
      if (rows.faulty) this.index.mark(added, rowState.error)
      if (rows.key === 'server' && !rows.faulty) this.found(findingAt('warning', 'key_from_server', rows.place(this.plan.key[0]?.name ?? null)))
    }
  }

  private partText(at: number, value: string | null): string | null {
    return value === null ? null : (this.parts[at] as KeyColumn).text(value)
  }

  /** Keys that hold texts are weighed by the server, and written with their rows into a second file. */
  async weigh(weigher: Weigher): Promise<void> {
    if (!this.weighed) return
    const first = new SpillReader(this.path, 1, scanWindow)
    this.path = `${this.folder}/${this.plan.number}.keyed`
    const { writer, end } = spillWriter(this.path, this.seed)
    for (let from = 0; from < this.index.size; from += batchRows) await this.weighBatch(weigher, first, from, writer)
    end()
    first.close()
  }

  private async weighBatch(weigher: Weigher, first: SpillReader, from: number, writer: RecordWriter): Promise<void> {
    const to = Math.min(from + batchRows, this.index.size)
    const lines = Array.from({ length: to - from }, (_, at) => first.lineAt(this.index.offsetOf(from + at)))
    const values = lines.map(valuesOf)
    const keys = lines.map((): (string | null)[] => this.plan.key.map(() => null))
    for (const [part, { name, type }] of this.plan.key.entries()) {
      const texts = values.map((row, at) => this.valueOf(name, row, from + at))
      const given = texts.map((text) => text ?? '')
      const weights = type.kind === 'text' ? await weigher.weigh(type, given) : null
      for (const [at, text] of texts.entries()) (keys[at] as (string | null)[])[part] = text === null ? null : (weights?.[at] ?? this.partText(part, text))
    }
    const bytes = new KeyBytes()
    for (let at = 0; at < lines.length; at++) {
      const row = from + at
      const record = first.at(this.index.offsetOf(row))
      if (!this.index.is(row, rowState.keyless)) bytes.write(this.parts, keys[at] as (string | null)[])
      else bytes.writeLast(row)
      const { compared } = (this.plan.sources[sourceOf(record)] as Source).columns
      const digested = compared.every(Boolean) ? undefined : [lineOf((values[at] as LineValue[]).filter((_, place) => compared[place]))]
      const offset = writer.add(rowOf(record), sourceOf(record), bytes, lines[at] as string, digested)
      this.index.put(row, writer.last(), offset)
    }
  }

  /** The canonical value of a column in a line of one of the sheets. */
  protected valueOf(name: string, values: readonly LineValue[], row: number): string | null {
    const source = this.plan.sources[this.index.sourceOf(row)] as Source
    const value = values[source.columns.columns.indexOf(this.plan.written.names.indexOf(name))]
    return typeof value === 'string' ? value : null
  }

  /** Whether it is known which rows of the database the sheets lack: each of their rows has a key. */
  get knowsDeletes(): boolean {
    return this.reads.every(({ keylessRows }) => keylessRows === 0)
  }

  /** Makes the rows findable; keys that stand in several rows are findings, one for each row. */
  build(): void {
    const groups = new Map<number, number[]>()
    this.index.build(
      // The copy is of the first one asked for: asking for the other may read the window anew.
      (row, other) => Buffer.from(this.keyAt(row)).equals(this.keyAt(other)),
      (row, first) => {
        const group = groups.get(first)
        if (group) group.push(row)
        else groups.set(first, [first, row])
      },
    )
    for (const rows of groups.values()) this.duplicates(rows)
  }

  private duplicates(rows: readonly number[]): void {
    const params = duplicateKeyParams(rows.slice(0, namedCells).map((row) => this.nameOf(row)))
    for (const row of rows) {
      this.index.mark(row, rowState.error)
      this.found(findingAt('error', 'key_duplicate', this.keyPlace(row), { ...params, count: rows.length }))
    }
  }

  /** As messages call a row: `Items.xlsx / Material / A12`. */
  nameOf(row: number): string {
    const { file, sheet, cell } = this.keyPlace(row)
    return [file, sheet, cell].join(' / ')
  }

  /** The row of the sheet behind an operation. */
  at(row: number): KeptOperation['at'] {
    const { file, sheet } = (this.plan.sources[this.index.sourceOf(row)] as Source).reading
    return { file, sheet, row: rowOf(this.spill.at(this.index.offsetOf(row))) }
  }

  /** Where the key of a row stands, and what it is. */
  keyPlace(row: number): FindingPlace & { sheet: string } {
    const values = this.valuesAt(row)
    const value = this.plan.key.map(({ name }) => this.valueOf(name, values, row) ?? 'NULL').join(' / ')
    return { ...this.cellPlace(row, this.plan.key[0]?.name ?? null), value }
  }

  /** The cell of a row in a column; the first one of the row for a column that the sheet lacks. */
  cellPlace(row: number, name: string | null): FindingPlace & { sheet: string } {
    const record = this.spill.at(this.index.offsetOf(row))
    const number = rowOf(record)
    const { reading, header } = this.plan.sources[sourceOf(record)] as Source
    const column = Math.max(
      0,
      header.columns.findIndex((one) => one !== null && one.name === name),
    )
    const place = { file: reading.file, sheet: reading.sheet, cell: cellAddress(column, number), table: this.plan.table.name }
    return name === null ? place : { ...place, column: name }
  }

  /** The bytes of a row's key; valid until the next row is asked for. */
  keyAt(row: number): Buffer {
    return this.spill.keyAt(this.index.offsetOf(row))
  }

  valuesAt(row: number): LineValue[] {
    return valuesOf(this.spill.lineAt(this.index.offsetOf(row)))
  }

  close(): void {
    this.opened?.close()
    this.opened = null
  }

  private get spill(): SpillReader {
    this.opened ??= new SpillReader(this.path, 1, randomWindow)
    return this.opened
  }
}

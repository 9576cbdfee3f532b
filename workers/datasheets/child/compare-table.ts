import { type Change, Changes } from '#core/datasheets/diff/changes.ts'
import { Join } from '#core/datasheets/diff/join.ts'
import { rowState } from '#core/datasheets/diff/key-index.ts'
import { absent, type LineValue, lineOf, valuesOf } from '#core/datasheets/diff/line.ts'
import { deleteOf, insertOf, rowAfter, updateOf } from '#core/datasheets/diff/operation-of.ts'
import { keyOf, type RecordPlace, textOf } from '#core/datasheets/diff/record.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { type FindingPlace, findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { renamedKeys } from '#core/datasheets/summary/renamed-keys.ts'
import { columnCanon } from '#core/datasheets/values/from-database.ts'
import { ApartRows } from '#workers/datasheets/child/apart-rows.ts'
import type { TableRead } from '#workers/datasheets/child/database-reader.ts'
import { OperationsFile } from '#workers/datasheets/child/operations-file.ts'
import type { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import { SpillReader } from '#workers/datasheets/child/spill.ts'
import type { SliceBase } from '#workers/datasheets/child/stamps.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'

const scanWindow = 1 << 20
const randomWindow = 16 * 1024

export type Compared = { insert: number; update: number; delete: number; unchanged: number; rowsBefore: number; digest: string; theirs?: number; both?: number }
type Found = (finding: Finding) => void

/** One table's sheets against its rows in the database. */
export class TableComparison {
  readonly changes = new Changes()
  private readonly plan: TablePlan
  private readonly sheets: SheetSide
  private readonly join: Join
  private readonly scan: SpillReader
  private readonly rows: SpillReader
  private readonly read: TableRead
  private readonly found: Found
  private apart: ApartRows | null = null
  private notUnique = 0
  /** Columns that updates change; `*` stands for deleted rows. */
  private readonly taken = new Set<string>()
  private readonly sameKey = (row: number, record: RecordPlace): boolean => this.sheets.keyAt(row).equals(keyOf(record, this.plan.layouts.length))

  constructor(plan: TablePlan, sheets: SheetSide, { path, read }: { path: string; read: TableRead }, found: Found) {
    this.plan = plan
    this.sheets = sheets
    this.read = read
    this.found = found
    this.scan = new SpillReader(path, plan.layouts.length, scanWindow)
    this.rows = new SpillReader(path, plan.layouts.length, randomWindow)
    const rules = {
      // A row without a readable key may be any row of the database that no other row is: none of those is deleted then.
      policy: plan.mapping.policy === 'sync' && !sheets.knowsDeletes ? ('upsert' as const) : plan.mapping.policy,
      sources: plan.sources.map(({ slice, layout }) => ({ slice, digest: layout })),
      digests: plan.layouts.length,
    }
    this.join = new Join(sheets.index, rules, this.changes, {
      otherSlice: (row, slice) => this.otherSlice(row, slice),
      notUnique: () => this.notUnique++,
    })
  }

  /** Finds the changes. `remember`: `rowsAfter` will be asked for. */
  compare(remember: boolean): void {
    if (remember) this.join.remember()
    for (const [record, offset] of this.scan.all(this.read.words)) this.join.database(record, offset, this.sameKey)
    this.join.rest((row) => this.sheets.keyAt(row))
  }

  /** Sets the changes apart that are not the sheets' alone, by what the exports of the sheets say (`bases`, by slice); those are kept at `path`. */
  setApart(bases: readonly (SliceBase | null)[], path: string): void {
    if (bases.every((base) => base === null)) return
    this.apart = new ApartRows(this.plan, bases, this.sheets, this.rows, path)
    this.apart.judge(this.changes, (record) => this.join.keep(record, this.read.rows))
  }

  /** Writes the operations in the order of their keys. */
  write(path: string, watch: (operation: KeptOperation) => void): Compared {
    const file = new OperationsFile(path)
    let unchanged = this.join.unchanged
    const order = this.changes.order()
    const pairs = this.renamed()
    for (const [place, number] of order.entries()) {
      const change = this.changes.at(number)
      // A primary key keeps this from happening; a key that the mapping chose does not.
      if (place > 0 && this.changes.sameKey(number, order[place - 1] as number)) this.notUnique++
      if (this.apart?.has(number)) {
        this.apart.add(number, change)
        continue
      }
      if (this.lacks(change)) continue
      const operation = this.operationOf(change)
      if (!operation) {
        unchanged++
        continue
      }
      const other = pairs.get(number)
      const kept: KeptOperation = other === undefined ? operation : { ...operation, renamed: this.keyOf(this.changes.at(other)) }
      file.add(kept)
      watch(kept)
      if (kept.op === 'delete') this.taken.add('*')
      else if (kept.op === 'update') for (const column in kept.cells) this.taken.add(column)
    }
    if (this.notUnique > 0) this.found(findingAt('error', 'key_not_unique', this.tablePlace(), { rows: this.notUnique, key: this.keyNames() }))
    this.apart?.end()
    return { ...file.counts, unchanged, rowsBefore: this.join.rowsBefore, digest: file.end(), ...this.apart?.counts }
  }

  /** Every row of the table as it would be after the import, in the order of the columns, with its name: see `placeOf`. Those of the sheets come first. */
  *rowsAfter(): Generator<[row: (string | null)[], where: number]> {
    const { index } = this.sheets
    const defaults = this.plan.columns.map((column) => (column.default && 'value' in column.default ? columnCanon(column)(column.default.value) : null))
    const skipped = rowState.error | rowState.apart | (this.plan.mapping.policy === 'insert' ? rowState.matched : 0)
    for (let row = 0; row < index.size; row++) {
      if (index.is(row, skipped)) continue
      const { columns } = this.plan.sources[index.sourceOf(row)] as Source
      const values = this.sheets.valuesAt(row)
      const before = this.join.beforeOf(row)
      const whole = columns.columns.length === defaults.length && !values.includes(absent)
      const after = whole ? values : rowAfter(columns, values, before < 0 ? null : this.before(before), defaults.length)
      yield [after.map((value, at) => (value === absent ? (defaults[at] ?? null) : value)), row]
    }
    for (const [record, offset] of this.scan.all(this.read.words)) {
      if (this.join.stays(record, this.sameKey)) yield [valuesOf(textOf(record, this.plan.layouts.length)) as (string | null)[], -1 - offset]
    }
  }

  /** Whether rows are deleted, or lose what these columns held. */
  takesAway(columns: readonly string[]): boolean {
    return columns.some((column) => this.taken.has(column)) || this.taken.has('*')
  }

  /** Where a row of `rowsAfter` stands: a cell of a sheet, or null for a row that only the database has. */
  placeOf(where: number, column: string | null): FindingPlace | null {
    return where < 0 ? null : this.sheets.cellPlace(where, column)
  }

  /** What messages call such a row. */
  nameOf(where: number): string {
    if (where >= 0) return this.sheets.nameOf(where)
    const { op: _, key } = deleteOf(this.plan.written, this.before(-1 - where))
    const parts = Object.entries(key).map(([column, value]) => `${column} = ${value ?? 'NULL'}`)
    return `${this.plan.table.name} (${parts.join(', ')})`
  }

  close(): void {
    this.scan.close()
    this.rows.close()
    this.sheets.close()
  }

  private operationOf({ kind, row, before }: Change): KeptOperation | null {
    const { written } = this.plan
    if (kind === 'delete') return deleteOf(written, this.before(before))
    const source = this.plan.sources[this.sheets.index.sourceOf(row)] as Source
    const values = this.sheets.valuesAt(row)
    const operation = kind === 'insert' ? insertOf(written, source.columns, values) : updateOf(written, source.columns, values, this.before(before))
    const at = this.sheets.at(row)
    return operation && (at ? { ...operation, at } : operation)
  }

  private before(offset: number): LineValue[] {
    return valuesOf(this.rows.lineAt(offset))
  }

  private keyOf(change: Change): KeptOperation['key'] {
    return this.operationOf(change)?.key ?? {}
  }

  /** Pairs of an insert and a delete that differ in nothing but the key. */
  private renamed(): Map<number, number> {
    const [layout] = this.plan.layouts
    const keys = new Set(this.plan.written.key)
    const beside = (layout ?? []).filter((place) => !keys.has(place))
    if (this.plan.layouts.length !== 1 || beside.length === 0) return new Map()
    const hints = renamedKeys<number>()
    for (let number = 0; number < this.changes.size; number++) {
      const { kind, row, before } = this.changes.at(number)
      if (kind === 'update' || this.apart?.has(number)) continue
      const values = kind === 'delete' ? this.before(before) : this.sheets.valuesAt(row)
      const places = kind === 'delete' ? beside : beside.map((place) => (layout ?? []).indexOf(place))
      hints.add(kind, lineOf(places.map((place) => values[place] ?? null)), number)
    }
    return new Map(
      hints.pairs().flatMap(({ removed, added }) => [
        [removed, added],
        [added, removed],
      ]),
    )
  }

  /** Whether it is a row that no server would take: columns without a default are not in its sheet. */
  private lacks({ kind, row }: Change): boolean {
    if (kind !== 'insert') return false
    const { missingRequired } = (this.plan.sources[this.sheets.index.sourceOf(row)] as Source).header
    if (missingRequired.length === 0) return false
    this.found(findingAt('error', 'insert_lacks_columns', this.sheets.keyPlace(row), { columns: missingRequired.map(({ name }) => name).join(', ') }))
    return true
  }

  private otherSlice(row: number, slice: number): void {
    const sheets = this.plan.sheetsOfSlice[slice] ?? ''
    this.found(findingAt('error', 'key_in_other_slice', this.sheets.keyPlace(row), { where: sheets === '' ? 'none' : 'sheet', sheets }))
  }

  private keyNames(): string {
    return this.plan.key.map(({ name }) => name).join(', ')
  }

  private tablePlace(): { file: string; sheet: string; table: string } {
    const { reading } = this.plan.sources[0] as Source
    return { file: reading.file, sheet: reading.sheet, table: this.plan.table.name }
  }
}

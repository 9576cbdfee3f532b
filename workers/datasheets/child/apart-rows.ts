import type { Change, Changes } from '#core/datasheets/diff/changes.ts'
import { rowState } from '#core/datasheets/diff/key-index.ts'
import { absent, type LineValue, valuesOf } from '#core/datasheets/diff/line.ts'
import { rowAfter, updateOf } from '#core/datasheets/diff/operation-of.ts'
import { type RecordPlace, sourceOf, textOf } from '#core/datasheets/diff/record.ts'
import { whose } from '#core/datasheets/diff/three-way.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import { keyDigest, rowDigest } from '#core/datasheets/row-digest.ts'
import { LinesFile } from '#workers/datasheets/child/lines-file.ts'
import type { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import type { SpillReader } from '#workers/datasheets/child/spill.ts'
import type { SliceBase } from '#workers/datasheets/child/stamps.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'

const kinds: readonly ApartRow['kind'][] = ['theirs', 'both']
const plain = (value: LineValue | undefined): string | null => (typeof value === 'string' ? value : null)
/** A row on both sides: `given` as the sheet gives it, `laid` with what it does not say from the database; null where there is none. */
type Sides = { given: LineValue[] | null; laid: LineValue[] | null; now: LineValue[] | null; slice: number }

/** Of the changes of a table those that somebody else has a part in, as the exports' stamps tell: they are no operations. */
export class ApartRows {
  readonly counts: Record<ApartRow['kind'], number> = { theirs: 0, both: 0 }
  private readonly plan: TablePlan
  private readonly bases: readonly (SliceBase | null)[]
  private readonly sheets: SheetSide
  private readonly rows: SpillReader
  private readonly file: LinesFile
  private kindOf = new Uint8Array(0)

  /** `rows` reads records of the database; what is kept goes to `path`. */
  constructor(plan: TablePlan, bases: readonly (SliceBase | null)[], sheets: SheetSide, rows: SpillReader, path: string) {
    this.plan = plan
    this.bases = bases
    this.sheets = sheets
    this.rows = rows
    this.file = new LinesFile(path)
  }

  /** Judges every change. Rows of sheets that are apart are marked so, of rows that only the database has `stays` hears. */
  judge(changes: Changes, stays: (record: RecordPlace) => void): void {
    this.kindOf = new Uint8Array(changes.size)
    for (let number = 0; number < changes.size; number++) {
      const change = changes.at(number)
      const verdict = this.verdictOf(change)
      if (verdict === 'mine') continue
      this.kindOf[number] = kinds.indexOf(verdict) + 1
      if (change.row >= 0) this.sheets.index.mark(change.row, rowState.apart)
      else stays(this.rows.at(change.before))
    }
  }

  /** Whether the change with this number is apart. */
  has(number: number): boolean {
    return this.kindOf[number] !== 0
  }

  /** Keeps a row that is apart. */
  add(number: number, change: Change): void {
    const kind = kinds[(this.kindOf[number] as number) - 1] as ApartRow['kind']
    this.counts[kind]++
    this.file.add(JSON.stringify(this.rowOf(kind, change)))
  }

  end(): void {
    this.file.end()
  }

  private verdictOf(change: Change): ReturnType<typeof whose> {
    const { given, laid, now, slice } = this.sidesOf(change)
    const base = this.bases[slice]
    // Without a key of its own the row is a new one whatever there was.
    if (!base || (change.row >= 0 && this.sheets.index.is(change.row, rowState.keyless))) return 'mine'
    // What the sheet leaves to the database is no difference.
    if (given?.includes(absent) && now && !updateOf(this.plan.written, this.sourceOf(change).columns, given, now)) return 'mine'
    const digestOf = (row: LineValue[] | null) => row && rowDigest(base.columns.map((place) => plain(row[place])))
    return whose(this.baseOf(base, now) ?? this.baseOf(base, laid), digestOf(laid), digestOf(now))
  }

  /** Keys that the server takes for the same may be written differently on the two sides. */
  private baseOf({ rows }: SliceBase, row: LineValue[] | null): Uint8Array | null {
    return row && rows.digestOf(keyDigest(this.plan.written.key.map((place) => plain(row[place]))))
  }

  private sidesOf({ row, before }: Change): Sides {
    const record = before < 0 ? null : this.rows.at(before)
    const inDatabase = record ? sourceOf(record) : -1
    const now = record && valuesOf(textOf(record, this.plan.layouts.length))
    if (row < 0) return { given: null, laid: null, now, slice: inDatabase }
    const { columns, slice } = this.plan.sources[this.sheets.index.sourceOf(row)] as Source
    const given = this.sheets.valuesAt(row)
    return { given, laid: rowAfter(columns, given, now, this.plan.columns.length), now, slice }
  }

  private sourceOf({ row }: Change): Source {
    return this.plan.sources[this.sheets.index.sourceOf(row)] as Source
  }

  private rowOf(kind: ApartRow['kind'], change: Change): ApartRow {
    const { names, key } = this.plan.written
    const { given, laid, now } = this.sidesOf(change)
    const named = (row: readonly LineValue[], places: readonly number[]) =>
      Object.fromEntries(places.map((place) => [names[place] as string, plain(row[place])]))
    const all = names.map((_, place) => place)
    const row = { kind, key: named(now ?? laid ?? [], key), mine: null, now: now && named(now, all) }
    if (!given || !laid) return row
    const said = this.sourceOf(change).columns.columns.filter((_, place) => given[place] !== absent)
    const at = this.sheets.at(change.row)
    return { ...row, mine: named(laid, said), ...(at ? { at } : {}) }
  }
}

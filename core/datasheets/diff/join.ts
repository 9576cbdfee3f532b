import type { Changes } from '#core/datasheets/diff/changes.ts'
import { type KeyIndex, rowState } from '#core/datasheets/diff/key-index.ts'
import { keyOf, type RecordPlace, rowOf, sourceOf } from '#core/datasheets/diff/record.ts'
import type { TablePolicy } from '#core/datasheets/mapping/mapping.ts'

export type JoinRules = {
  policy: TablePolicy
  /** Of each source of the sheets: the slice that it speaks of, and which digest of a database record covers its columns. */
  sources: readonly { slice: number; digest: number }[]
  /** How many digests a record of the database carries. */
  digests: number
}

export type JoinFaults = {
  /** A row of the sheets whose key the database keeps in another slice (-1: in none). */
  otherSlice: (row: number, slice: number, offset: number) => void
  /** A second row of the database with the key of a row of the sheets: the comparison key tells no rows apart. */
  notUnique: (row: number) => void
}

/**
 * Sets the rows of the database against those of the sheets. Rows with an error count as seen, and are neither changed nor deleted. An update stands
 * for two different digests; whether single cells differ is decided when the operation is made.
 */
export class Join {
  /** Rows of the database inside the slices that the sheets speak of. */
  rowsBefore = 0
  unchanged = 0
  private readonly index: KeyIndex
  private readonly rules: JoinRules
  private readonly changes: Changes
  private readonly faults: JoinFaults
  private readonly present: ReadonlySet<number>
  private before: Uint32Array | null = null
  /** By the number of a row of the database, a bit each. */
  private kept: Uint8Array | null = null

  constructor(index: KeyIndex, rules: JoinRules, changes: Changes, faults: JoinFaults) {
    this.index = index
    this.rules = rules
    this.changes = changes
    this.faults = faults
    this.present = new Set(rules.sources.map(({ slice }) => slice))
  }

  /** From here on `beforeOf` knows where the database keeps each row of the sheets. */
  remember(): void {
    this.before = new Uint32Array(this.index.size)
  }

  /** Where the record begins that a row of the sheets was set against, in words; -1 where there is none. */
  beforeOf(row: number): number {
    return (this.before?.[row] ?? 0) - 1
  }

  /** A record of the database stays although no row of the sheets is there for it. `rows`: how many the database has. */
  keep(record: RecordPlace, rows: number): void {
    this.kept ??= new Uint8Array((rows >> 3) + 1)
    this.kept[rowOf(record) >> 3] = (this.kept[rowOf(record) >> 3] as number) | (1 << (rowOf(record) & 7))
  }

  /** Whether a record of the database stays as it is: no row of the sheets takes its place, and none has to be there for it. */
  stays(record: RecordPlace, sameKey: (row: number, record: RecordPlace) => boolean): boolean {
    const row = this.index.find(record, sameKey)
    if (row < 0) return !(this.rules.policy === 'sync' && this.present.has(sourceOf(record))) || this.isKept(rowOf(record))
    return this.rules.policy === 'insert' || this.index.is(row, rowState.error | rowState.apart)
  }

  /** One record of the database; its source is the number of its slice. `offset` in words. */
  database(record: RecordPlace, offset: number, sameKey: (row: number, record: RecordPlace) => boolean): void {
    const slice = sourceOf(record)
    const present = this.present.has(slice)
    if (present) this.rowsBefore++
    const row = this.index.find(record, sameKey)
    if (row < 0) {
      if (present && this.rules.policy === 'sync') this.changes.add({ kind: 'delete', row: -1, before: offset }, keyOf(record, this.rules.digests))
      return
    }
    if (this.index.is(row, rowState.matched)) {
      this.faults.notUnique(row)
      return
    }
    this.index.mark(row, rowState.matched)
    if (this.before) this.before[row] = offset + 1
    if (this.index.is(row, rowState.error)) return
    const source = this.rules.sources[this.index.sourceOf(row)]
    if (source && source.slice !== slice) {
      this.index.mark(row, rowState.error)
      this.faults.otherSlice(row, slice, offset)
    } else if (this.rules.policy === 'insert' || this.index.hasDigest(row, record, source?.digest ?? 0)) this.unchanged++
    else this.changes.add({ kind: 'update', row, before: offset }, keyOf(record, this.rules.digests))
  }

  /** What the sheets have and the database lacks. `keyOfRow` reads the key of a row from the spill. */
  rest(keyOfRow: (row: number) => Uint8Array): void {
    for (let row = 0; row < this.index.size; row++) {
      if (!this.index.is(row, rowState.matched | rowState.error)) this.changes.add({ kind: 'insert', row, before: -1 }, keyOfRow(row))
    }
  }

  private isKept(row: number): boolean {
    return (((this.kept?.[row >> 3] ?? 0) >> (row & 7)) & 1) === 1
  }
}

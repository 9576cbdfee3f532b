import type { ApartRow } from '#core/datasheets/import.ts'

const ROW_BYTES = 16
const ROW_WORDS = ROW_BYTES / 4

/** The rows that an export wrote down for one part of a table: of each 8 bytes of a digest of its key and 8 of its values, in typed arrays. */
export class BaseRows {
  private readonly words: Int32Array
  private readonly slots: Int32Array
  private readonly mask: number

  /** `digests`: 16 bytes a row. Of rows with the same key the last one counts. */
  constructor(digests: Uint8Array) {
    this.words = new Int32Array(new Uint8Array(digests).buffer)
    const rows = digests.length / ROW_BYTES
    let capacity = 16
    while (capacity < rows * 1.5) capacity *= 2
    this.slots = new Int32Array(capacity)
    this.mask = capacity - 1
    for (let row = 0; row < rows; row++) this.slots[this.slotOf(this.words, row * ROW_WORDS)] = row + 1
  }

  /** The digest of the row with this key as it was; null when there was none. */
  digestOf(key: Uint8Array): Uint8Array | null {
    const row = (this.slots[this.slotOf(new Int32Array(new Uint8Array(key).buffer), 0)] as number) - 1
    return row < 0 ? null : new Uint8Array(this.words.buffer, row * ROW_BYTES + ROW_BYTES / 2, ROW_BYTES / 2)
  }

  /** Where a key's row is, or would be put. Keys are digests already: their bytes need no mixing. */
  private slotOf(words: Int32Array, at: number): number {
    for (let slot = (words[at] as number) & this.mask; ; slot = (slot + 1) & this.mask) {
      const other = ((this.slots[slot] as number) - 1) * ROW_WORDS
      if (other < 0 || (this.words[other] === words[at] && this.words[other + 1] === words[at + 1])) return slot
    }
  }
}

/** Digest of a row on one side; null where there is no such row. */
export type Side = Uint8Array | null

const same = (a: Side, b: Side): boolean => (a === null || b === null ? a === b : a.every((byte, at) => byte === b[at]))

/**
 * Whose doing it is that a sheet and the database differ, by how the row was at the export. mine: the sheet's alone, so it is an operation.
 * theirs: the sheet left the row as it was. both: each of them changed it, to something else.
 */
export function whose(base: Side, sheet: Side, database: Side): 'mine' | ApartRow['kind'] {
  if (same(base, database)) return 'mine'
  return same(base, sheet) ? 'theirs' : 'both'
}

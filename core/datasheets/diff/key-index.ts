import { digestOf, hashOf, keyLengthOf, type RecordPlace, SHORT_KEY, sourceOf } from '#core/datasheets/diff/record.ts'

const BITS = 15
const ROWS = 1 << BITS
const MASK = ROWS - 1
const HASH_WORDS = 4
/** Hash, digest and place of a row. */
const WORDS = 7

/** Where to look first: short keys are digits, which differ in few bits and want mixing. */
function slotOf(a: number, b: number, c: number, d: number): number {
  let mixed = Math.imul(a, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 16) ^ b, 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15) ^ c, 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 13) ^ d, 0x9e3779b1)
  return mixed ^ (mixed >>> 16)
}

/** What became of a row of the sheets. apart: somebody else changed it since, so nothing is done with it. */
export const rowState = { error: 1, matched: 2, keyless: 4, apart: 8 } as const

/**
 * The rows of a table's sheets by their keys, in typed arrays: 31 bytes a row and 4 to 8 for its slot. Blocks are added, never copied. Whether two
 * rows of equal hash have the same key is decided by their bytes: `sameKey` reads them from the spill, and only for keys that are no hash themselves.
 */
export class KeyIndex {
  size = 0
  private readonly blocks: Int32Array[] = []
  private readonly sources: Uint16Array[] = []
  private readonly states: Uint8Array[] = []
  private slots = new Int32Array(1)
  private mask = 0

  /** Adds a row by its record; answers its number. */
  add(record: RecordPlace, offset: number): number {
    const row = this.size++
    const inBlock = row & MASK
    if (inBlock === 0) {
      this.blocks.push(new Int32Array(ROWS * WORDS))
      this.sources.push(new Uint16Array(ROWS))
      this.states.push(new Uint8Array(ROWS))
    }
    this.put(row, record, offset)
    ;(this.sources[row >> BITS] as Uint16Array)[inBlock] = sourceOf(record)
    return row
  }

  /** The row has another record now: the same line, with its key. */
  put(row: number, record: RecordPlace, offset: number): void {
    const block = this.blocks[row >> BITS] as Int32Array
    const at = (row & MASK) * WORDS
    for (let word = 0; word < HASH_WORDS; word++) block[at + word] = hashOf(record, word)
    block[at + 4] = digestOf(record, 0, 0)
    block[at + 5] = digestOf(record, 0, 1)
    block[at + 6] = offset
  }

  /** Where the row's record begins in the spill, in words. */
  offsetOf(row: number): number {
    return ((this.blocks[row >> BITS] as Int32Array)[(row & MASK) * WORDS + 6] as number) >>> 0
  }

  sourceOf(row: number): number {
    return (this.sources[row >> BITS] as Uint16Array)[row & MASK] as number
  }

  is(row: number, state: number): boolean {
    return (((this.states[row >> BITS] as Uint8Array)[row & MASK] as number) & state) !== 0
  }

  mark(row: number, state: number): void {
    const states = this.states[row >> BITS] as Uint8Array
    states[row & MASK] = (states[row & MASK] as number) | state
  }

  /** Whether the row's digest is this one of the record. */
  hasDigest(row: number, record: RecordPlace, number: number): boolean {
    const block = this.blocks[row >> BITS] as Int32Array
    const at = (row & MASK) * WORDS
    return block[at + 4] === digestOf(record, number, 0) && block[at + 5] === digestOf(record, number, 1)
  }

  /**
   * Makes the rows findable that have a key. `twice` hears of every row whose key an earlier one has; it stays out of the index. Call it once, when all
   * rows are there.
   */
  build(sameKey: (row: number, other: number) => boolean, twice: (row: number, first: number) => void): void {
    let capacity = 16
    while (capacity < this.size * 1.5) capacity *= 2
    this.slots = new Int32Array(capacity)
    this.mask = capacity - 1
    for (let row = 0; row < this.size; row++) {
      if (this.is(row, rowState.keyless)) continue
      const block = this.blocks[row >> BITS] as Int32Array
      const at = (row & MASK) * WORDS
      const start = slotOf(block[at] as number, block[at + 1] as number, block[at + 2] as number, block[at + 3] as number)
      for (let slot = start & this.mask; ; slot = (slot + 1) & this.mask) {
        const other = (this.slots[slot] as number) - 1
        if (other < 0) {
          this.slots[slot] = row + 1
          break
        }
        if (this.sameHash(other, block, at) && (this.isShort(other) || sameKey(row, other))) {
          twice(row, other)
          break
        }
      }
    }
  }

  /** The row with the record's key, or -1. */
  find(record: RecordPlace, sameKey: (row: number, record: RecordPlace) => boolean): number {
    const start = slotOf(hashOf(record, 0), hashOf(record, 1), hashOf(record, 2), hashOf(record, 3))
    const short = keyLengthOf(record) <= SHORT_KEY
    for (let slot = start & this.mask; ; slot = (slot + 1) & this.mask) {
      const row = (this.slots[slot] as number) - 1
      if (row < 0) return -1
      const block = this.blocks[row >> BITS] as Int32Array
      const at = (row & MASK) * WORDS
      let same = true
      for (let word = 0; word < HASH_WORDS && same; word++) same = block[at + word] === hashOf(record, word)
      if (same && (short || sameKey(row, record))) return row
    }
  }

  private sameHash(row: number, block: Int32Array, at: number): boolean {
    const own = this.blocks[row >> BITS] as Int32Array
    const ownAt = (row & MASK) * WORDS
    for (let word = 0; word < HASH_WORDS; word++) if (own[ownAt + word] !== block[at + word]) return false
    return true
  }

  /** A short key is its own hash; its last byte, the length, is below that of every hash of a long one. */
  private isShort(row: number): boolean {
    const top = ((this.blocks[row >> BITS] as Int32Array)[(row & MASK) * WORDS + 3] as number) >>> 24
    return top <= SHORT_KEY
  }
}

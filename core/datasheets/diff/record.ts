import { hash128 } from '#core/datasheets/diff/hash.ts'
import type { KeyBytes } from '#core/datasheets/diff/key-bytes.ts'
import { copyServerLine } from '#core/datasheets/diff/server-line.ts'

/**
 * A row as it is spilled to a file, in words of four bytes: length of the record in words, row, source, bytes of the key, bytes of the line, hash of
 * the key (4), digests (2 each), then key and line, each filled up with zeros to a whole word.
 */
const HASH = 5
const DIGESTS = 9
/** Keys of at most so many bytes are their own hash: equal hashes are then equal keys, and nobody has to look. */
export const SHORT_KEY = 15
const blockBytes = 1 << 20

const wordsFor = (bytes: number): number => (bytes + 3) >> 2

const itself: readonly null[] = [null]

export type RecordPlace = {
  /** The words of the block that the record lies in, and the place of its first one. */
  words: Int32Array
  at: number
}

/** Puts records one behind the other into blocks of 1 MiB and hands over each full block, which is reused afterwards. */
export class RecordWriter {
  private readonly flush: (block: Uint8Array) => void
  private readonly seed: number
  private block = Buffer.from(new ArrayBuffer(blockBytes))
  private words = new Int32Array(this.block.buffer)
  private used = 0
  private latest = 0
  private base = 0
  private readonly digest = new Int32Array(4)
  /** Where the values of a server's line begin, and one behind its end. */
  private places = new Int32Array(1_024)

  constructor(flush: (block: Uint8Array) => void, seed: number) {
    this.flush = flush
    this.seed = seed
  }

  /**
   * Where the record begins, in words from the beginning of all. Each of `digested` is a line that gets a digest; null stands for the line itself, which
   * is all that is kept.
   */
  add(row: number, source: number, key: KeyBytes, line: string, digested: readonly (string | null)[] = itself): number {
    let scratch = 0
    for (const other of digested) if (other !== null && other.length > scratch) scratch = other.length
    const lineAt = this.begin(row, source, key, digested.length, line.length * 3, scratch * 3)
    const lineBytes = this.writeText(line, lineAt)
    const end = lineAt + wordsFor(lineBytes)
    for (let number = 0; number < digested.length; number++) {
      const other = digested[number] ?? null
      if (other === null) this.setDigest(number, lineAt, lineBytes)
      else this.setDigest(number, end, this.writeText(other, end))
    }
    return this.finish(lineAt, lineBytes)
  }

  /**
   * The same for a line that a server put together (`server-line.ts`); -1 where it holds what has to be escaped, and nothing is added. Each of `layouts`
   * gets a digest: of the whole line, or of the values at these places alone.
   */
  addServerLine(row: number, source: number, key: KeyBytes, line: Uint8Array, layouts: readonly (readonly number[] | null)[]): number {
    const lineAt = this.begin(row, source, key, layouts.length, line.length, line.length)
    if (this.places.length <= line.length + 1) this.places = new Int32Array(line.length * 2)
    if (!copyServerLine(line, this.block, lineAt * 4, this.places)) return -1
    this.pad(lineAt * 4 + line.length)
    const end = lineAt + wordsFor(line.length)
    for (let number = 0; number < layouts.length; number++) {
      const layout = layouts[number] ?? null
      if (layout === null) this.setDigest(number, lineAt, line.length)
      else this.setDigest(number, end, this.copyPlaces(layout, end))
    }
    return this.finish(lineAt, line.length)
  }

  /** Makes room, and writes all that stands before the line. */
  private begin(row: number, source: number, key: KeyBytes, digests: number, lineBytes: number, scratchBytes: number): number {
    const head = DIGESTS + digests * 2
    const keyWords = wordsFor(key.length)
    this.reserve(head + keyWords + wordsFor(lineBytes) + 1 + wordsFor(scratchBytes) + 1)
    const { words, used: at } = this
    const keyAt = at + head
    words[keyAt + keyWords - 1] = 0
    const { bytes } = key
    for (let byte = 0, to = keyAt * 4; byte < key.length; byte++, to++) this.block[to] = bytes[byte] as number
    words[at + 1] = row
    words[at + 2] = source
    words[at + 3] = key.length
    this.hashKey(at, keyAt, key.length)
    return keyAt + keyWords
  }

  private finish(lineAt: number, lineBytes: number): number {
    const at = this.used
    const end = lineAt + wordsFor(lineBytes)
    this.words[at] = end - at
    this.words[at + 4] = lineBytes
    this.used = end
    this.latest = at
    return this.base + at
  }

  /** The record that was added last; valid until the next. */
  last(): RecordPlace {
    return { words: this.words, at: this.latest }
  }

  /** Hands over what is left; answers the length of all in words. */
  end(): number {
    this.handOver(this.used)
    return this.base
  }

  private writeText(text: string, at: number): number {
    const bytes = this.block.write(text, at * 4)
    this.pad(at * 4 + bytes)
    return bytes
  }

  /** Zeros up to a whole word. */
  private pad(from: number): void {
    for (let at = from; (at & 3) !== 0; at++) this.block[at] = 0
  }

  /** The values of the line that was copied last, at these places alone. */
  private copyPlaces(layout: readonly number[], at: number): number {
    let to = at * 4
    for (let place = 0; place < layout.length; place++) {
      if (place > 0) this.block[to++] = 0
      const from = this.places[layout[place] as number] as number
      const end = (this.places[(layout[place] as number) + 1] as number) - 1
      for (let byte = from; byte < end; byte++) this.block[to++] = this.block[byte] as number
    }
    this.pad(to)
    return to - at * 4
  }

  private hashKey(at: number, keyAt: number, bytes: number): void {
    if (bytes > SHORT_KEY) {
      hash128(this.words, keyAt, bytes, this.seed, this.digest)
      // The last byte of a short key's hash is its length; that of a long one is none of those.
      this.digest[3] = (this.digest[3] as number) | 0x10000000
      this.words.set(this.digest, at + HASH)
      return
    }
    const count = wordsFor(bytes)
    for (let word = 0; word < 4; word++) this.words[at + HASH + word] = word < count ? (this.words[keyAt + word] as number) : 0
    this.block[(at + HASH) * 4 + SHORT_KEY] = bytes
  }

  private setDigest(number: number, lineAt: number, bytes: number): void {
    const at = this.used
    hash128(this.words, lineAt, bytes, this.seed, this.digest)
    this.words[at + DIGESTS + number * 2] = this.digest[0] as number
    this.words[at + DIGESTS + number * 2 + 1] = this.digest[1] as number
  }

  private reserve(words: number): void {
    if (this.used + words <= this.words.length) return
    this.handOver(this.used)
    if (words <= this.words.length) return
    this.block = Buffer.from(new ArrayBuffer(words * 8))
    this.words = new Int32Array(this.block.buffer)
  }

  private handOver(words: number): void {
    if (words > 0) this.flush(this.block.subarray(0, words * 4))
    this.base += words
    this.used = 0
  }
}

/** What a record's words say, without its texts. */
export const wordsOf = ({ words, at }: RecordPlace): number => words[at] as number
export const rowOf = ({ words, at }: RecordPlace): number => words[at + 1] as number
export const sourceOf = ({ words, at }: RecordPlace): number => words[at + 2] as number
export const keyLengthOf = ({ words, at }: RecordPlace): number => words[at + 3] as number
export const hashOf = ({ words, at }: RecordPlace, word: number): number => words[at + HASH + word] as number
export const digestOf = ({ words, at }: RecordPlace, number: number, word: number): number => words[at + DIGESTS + number * 2 + word] as number

/** The bytes of the key and the text of the line, of a record that carries `digests` digests. The bytes are a view: copy what shall stay. */
export function keyOf({ words, at }: RecordPlace, digests: number): Buffer {
  return Buffer.from(words.buffer, words.byteOffset + (at + DIGESTS + digests * 2) * 4, words[at + 3] as number)
}

export function textOf({ words, at }: RecordPlace, digests: number): string {
  const start = at + DIGESTS + digests * 2 + wordsFor(words[at + 3] as number)
  return Buffer.from(words.buffer, words.byteOffset + start * 4, words[at + 4] as number).toString('utf8')
}

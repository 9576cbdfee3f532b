import { hash128 } from '#core/datasheets/diff/hash.ts'
import type { KeyBytes } from '#core/datasheets/diff/key-bytes.ts'

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

  constructor(flush: (block: Uint8Array) => void, seed: number) {
    this.flush = flush
    this.seed = seed
  }

  /**
   * Where the record begins, in words from the beginning of all. Each of `digested` is a line that gets a digest; null stands for the line itself, which
   * is all that is kept.
   */
  add(row: number, source: number, key: KeyBytes, line: string, digested: readonly (string | null)[] = itself): number {
    const head = DIGESTS + digested.length * 2
    let scratch = 0
    for (const other of digested) if (other !== null && other.length > scratch) scratch = other.length
    this.reserve(head + wordsFor(key.length) + wordsFor(line.length * 3) + wordsFor(scratch * 3))
    const { block, words, used: at } = this
    const keyAt = at + head
    const lineAt = keyAt + wordsFor(key.length)
    words[lineAt - 1] = 0
    block.set(key.bytes.subarray(0, key.length), keyAt * 4)
    const lineBytes = this.writeText(line, lineAt)
    const end = lineAt + wordsFor(lineBytes)
    words[at] = end - at
    words[at + 1] = row
    words[at + 2] = source
    words[at + 3] = key.length
    words[at + 4] = lineBytes
    this.hashKey(at, keyAt, key.length)
    for (let number = 0; number < digested.length; number++) {
      const other = digested[number] ?? null
      if (other === null) this.setDigest(at, number, lineAt, lineBytes)
      else this.setDigest(at, number, end, this.writeText(other, end))
    }
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
    this.block.fill(0, at * 4 + bytes, (at + wordsFor(bytes)) * 4)
    return bytes
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

  private setDigest(at: number, number: number, lineAt: number, bytes: number): void {
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

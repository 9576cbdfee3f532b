import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { keyOf, type RecordPlace, RecordWriter, textOf, wordsOf } from '#core/datasheets/diff/record.ts'

const HEAD_WORDS = 4

/** All of it, however often the system writes less than it was given. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from)
}

/** A file of records that is written once, front to back. */
export function spillWriter(path: string, seed: number): { writer: RecordWriter; end: () => number } {
  const file = openSync(path, 'wx', 0o600)
  const writer = new RecordWriter((block) => writeAll(file, block), seed)
  return {
    writer,
    end: () => {
      const words = writer.end()
      closeSync(file)
      return words
    },
  }
}

/**
 * Reads records by their place, through a window: rows that lie behind each other cost one read for many, others a read each. `windowBytes` small for
 * records here and there, large to walk the whole file.
 */
export class SpillReader {
  private readonly file: number
  private readonly digests: number
  private window: Int32Array
  private bytes: Uint8Array
  private from = 0
  private filled = 0

  constructor(path: string, digests: number, windowBytes: number) {
    this.file = openSync(path, 'r')
    this.digests = digests
    this.window = new Int32Array(windowBytes / 4)
    this.bytes = new Uint8Array(this.window.buffer)
  }

  /** The record that begins `offset` words from the front; valid until the next one is asked for. */
  at(offset: number): RecordPlace {
    if (offset < this.from || offset + HEAD_WORDS > this.from + this.filled) this.fill(offset)
    const words = wordsOf({ words: this.window, at: offset - this.from })
    if (offset + words > this.from + this.filled) {
      if (words > this.window.length) {
        this.window = new Int32Array(words * 2)
        this.bytes = new Uint8Array(this.window.buffer)
      }
      this.fill(offset)
    }
    return { words: this.window, at: offset - this.from }
  }

  keyAt(offset: number): Buffer {
    return keyOf(this.at(offset), this.digests)
  }

  lineAt(offset: number): string {
    return textOf(this.at(offset), this.digests)
  }

  /** Every record with its place, from the first to the last. `words` is the length of the file. */
  *all(words: number): Generator<[RecordPlace, number]> {
    for (let offset = 0; offset < words; ) {
      const record = this.at(offset)
      // The window may be read anew before the next turn.
      const length = wordsOf(record)
      yield [record, offset]
      offset += length
    }
  }

  close(): void {
    closeSync(this.file)
  }

  private fill(offset: number): void {
    let read = 0
    for (let more = -1; more !== 0 && read < this.bytes.length; read += more) {
      more = readSync(this.file, this.bytes, read, this.bytes.length - read, offset * 4 + read)
    }
    this.from = offset
    this.filled = read >> 2
  }
}

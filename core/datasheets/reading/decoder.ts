import { broken } from '#core/datasheets/reading/unreadable.ts'

/** Where the last character of `bytes` that may be incomplete begins. */
function completeUtf8(bytes: Uint8Array): number {
  const least = Math.max(0, bytes.length - 3)
  for (let i = bytes.length - 1; i >= least; i--) {
    const byte = bytes[i] as number
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const wanted = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return bytes.length - i < wanted ? i : bytes.length
  }
  return bytes.length
}

/** Of UTF-16: an odd byte, and a high surrogate without its second half. */
function completeUtf16(bytes: Uint8Array, bigEndian: boolean): number {
  const even = bytes.length - (bytes.length % 2)
  if (even === 0) return 0
  const top = bytes[bigEndian ? even - 2 : even - 1] as number
  return (top & 0xfc) === 0xd8 ? even - 2 : even
}

const encoder = new TextEncoder()
const NOTHING = new Uint8Array(0)

/** The caller may use its bytes again; `slice` would not copy those of a Buffer. */
const copied = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes)

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (!first.length) return second
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'euc-kr'

/** What the byte order mark at the start says, and how long it is. */
export function markedEncoding(head: Uint8Array): { encoding: Encoding; length: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', length: 3 }
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', length: 2 }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', length: 2 }
  return null
}

/**
 * Bytes that come in pieces as text that comes in pieces: no character is cut in two, a byte order mark is honoured and left out, and what is no text of
 * the encoding throws (`datasheet_broken`) instead of becoming a question mark.
 */
export class TextPieces {
  readonly #part: string
  readonly #wanted: Encoding | null
  #encoding: Encoding | null = null
  #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  #rest: Uint8Array = NOTHING
  #characters = 0

  /** Without `encoding`: UTF-8, or UTF-16 where the mark says so. */
  constructor(part: string, encoding?: Encoding) {
    this.#part = part
    this.#wanted = encoding ?? null
  }

  /** `before` is text of the last piece that was not used up: it comes first, in one flat text with the rest, which is read several times faster. */
  push(bytes: Uint8Array, before = ''): string {
    if (before !== '' && this.#encoding !== 'utf-8') return before + this.push(bytes)
    let all = joined(before === '' ? this.#rest : joined(encoder.encode(before), this.#rest), bytes)
    if (!this.#encoding) {
      if (all.length < 3) {
        this.#rest = copied(all)
        return ''
      }
      all = this.#begin(all)
    }
    const end = this.#complete(all)
    this.#rest = end === all.length ? NOTHING : copied(all.subarray(end))
    this.#characters -= before.length
    return this.#decode(all.subarray(0, end), true)
  }

  end(): string {
    const all = this.#encoding ? this.#rest : this.#begin(this.#rest)
    this.#rest = NOTHING
    return this.#decode(all, false)
  }

  #begin(head: Uint8Array): Uint8Array {
    const mark = markedEncoding(head)
    this.#encoding = mark?.encoding ?? this.#wanted ?? 'utf-8'
    if (this.#encoding !== 'utf-8') this.#decoder = new TextDecoder(this.#encoding, { fatal: true, ignoreBOM: true })
    return mark ? head.subarray(mark.length) : head
  }

  #complete(bytes: Uint8Array): number {
    if (this.#encoding === 'utf-8') return completeUtf8(bytes)
    return this.#encoding === 'euc-kr' ? bytes.length : completeUtf16(bytes, this.#encoding === 'utf-16be')
  }

  #decode(bytes: Uint8Array, more: boolean): string {
    try {
      // Only the two-byte code page keeps a state inside of the decoder: the others are cut between characters, and whole pieces decode several times faster.
      const text = this.#encoding === 'euc-kr' ? this.#decoder.decode(bytes, { stream: more }) : this.#decoder.decode(bytes)
      this.#characters += text.length
      return text
    } catch {
      throw broken(this.#part, this.#characters + 1, `not ${(this.#encoding ?? 'utf-8').toUpperCase()}`)
    }
  }
}

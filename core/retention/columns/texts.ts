import { bitmapOf, HEADER, readBitmap, rowsOf, viewOf } from './numbers.ts'

/**
 * A column of texts: row i is the UTF-8 bytes from starts[i] to starts[i + 1]. `known` has a byte per row and is null where
 * every row is known: an unknown text is not an empty one.
 */
export type Texts = { bytes: Uint8Array; starts: Uint32Array; known: Uint8Array | null }
/** Texts of which there are few: 0 is unknown, code c is entries[c - 1]. */
export type Codes = { codes: Uint32Array; entries: readonly string[] }

const TEXTS = 6
const CODES = 7
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** One block of texts: kind, whether a bitmap follows, 2 spare, rows; Uint32 starts, one more than rows; bytes; bitmap of known rows. */
export function encodeTexts(values: readonly (string | null)[]): Uint8Array {
  // Half a surrogate pair must not meet its other half in the next text.
  const texts = values.map((value) => value?.toWellFormed() ?? '')
  const bytes = encoder.encode(texts.join(''))
  const starts = new Uint32Array(values.length + 1)
  texts.forEach((text, i) => {
    starts[i + 1] = (starts[i] ?? 0) + Buffer.byteLength(text)
  })
  const bitmap = values.includes(null) ? bitmapOf(values) : new Uint8Array(0)
  const out = new Uint8Array(HEADER + starts.byteLength + bytes.length + bitmap.length)
  out[0] = TEXTS
  out[1] = bitmap.length > 0 ? 1 : 0
  viewOf(out).setUint32(4, values.length, true)
  out.set(new Uint8Array(starts.buffer), HEADER)
  out.set(bytes, HEADER + starts.byteLength)
  out.set(bitmap, HEADER + starts.byteLength + bytes.length)
  return out
}

/** The texts of one block, whose bytes stay where they are. */
export function readTexts(block: Uint8Array): Texts {
  const rows = rowsOf(block)
  const from = HEADER + (rows + 1) * 4
  // A copy: the block may begin anywhere, and wide numbers must not.
  const starts = new Uint32Array(block.slice(HEADER, from).buffer)
  const to = from + (starts[rows] ?? 0)
  const known = block[1] === 1 ? new Uint8Array(rows) : null
  if (known) readBitmap(block, to, rows, known, 0)
  return { bytes: block.subarray(from, to), starts, known }
}

/** Blocks in order as one column. Throws RangeError where the texts are longer than 4 GiB. */
export function joinTexts(blocks: readonly Uint8Array[]): Texts {
  const parts = blocks.map(readTexts)
  const rows = parts.reduce((sum, part) => sum + part.starts.length - 1, 0)
  const length = parts.reduce((sum, part) => sum + part.bytes.length, 0)
  if (length > 0xffff_ffff) throw new RangeError('a column of texts is longer than 4 GiB')
  const bytes = new Uint8Array(length)
  const starts = new Uint32Array(rows + 1)
  const known = parts.some((part) => part.known) ? new Uint8Array(rows).fill(1) : null
  let row = 0
  let at = 0
  for (const part of parts) {
    bytes.set(part.bytes, at)
    for (let i = 0; i < part.starts.length; i++) starts[row + i] = at + (part.starts[i] as number)
    if (part.known) known?.set(part.known, row)
    row += part.starts.length - 1
    at += part.bytes.length
  }
  return { bytes, starts, known }
}

export function textAt({ bytes, starts, known }: Texts, row: number): string | null {
  return known?.[row] === 0 ? null : decoder.decode(bytes.subarray(starts[row], starts[row + 1]))
}

export const bytesOfTexts = ({ bytes, starts, known }: Texts): number => bytes.byteLength + starts.byteLength + (known?.byteLength ?? 0)

/** One block of texts of which there are few: kind, 3 spare, rows; a Uint16 per row (0: unknown); then the entries as a block of texts. */
export function encodeCodes(values: readonly (string | null)[]): Uint8Array {
  const places = new Map<string, number>()
  const codes = new Uint16Array(values.length)
  values.forEach((value, i) => {
    if (value === null) return
    const code = places.get(value) ?? places.size + 1
    if (code > 0xffff) throw new RangeError('a block of codes has at most 65,535 texts')
    places.set(value, code)
    codes[i] = code
  })
  const entries = encodeTexts([...places.keys()])
  const out = new Uint8Array(HEADER + codes.byteLength + entries.length)
  out[0] = CODES
  viewOf(out).setUint32(4, values.length, true)
  out.set(new Uint8Array(codes.buffer), HEADER)
  out.set(entries, HEADER + codes.byteLength)
  return out
}

/** Blocks in order as one column under one set of codes, in order of first appearance. */
export function joinCodes(blocks: readonly Uint8Array[]): Codes {
  const rows = blocks.reduce((sum, block) => sum + rowsOf(block), 0)
  const codes = new Uint32Array(rows)
  const places = new Map<string, number>()
  let row = 0
  for (const block of blocks) {
    const count = rowsOf(block)
    const own = new Uint16Array(block.slice(HEADER, HEADER + count * 2).buffer)
    const entries = joinTexts([block.subarray(HEADER + count * 2)])
    const codeOf = new Uint32Array(entries.starts.length)
    for (let i = 0; i + 1 < entries.starts.length; i++) {
      const text = textAt(entries, i) ?? ''
      const code = places.get(text) ?? places.size + 1
      places.set(text, code)
      codeOf[i + 1] = code
    }
    for (let i = 0; i < count; i++) codes[row + i] = codeOf[own[i] ?? 0] ?? 0
    row += count
  }
  return { codes, entries: [...places.keys()] }
}

export const codedTextAt = ({ codes, entries }: Codes, row: number): string | null => entries[(codes[row] ?? 0) - 1] ?? null
/** Entries are texts of the heap: counted as if each had a hundred bytes. */
export const bytesOfCodes = ({ codes, entries }: Codes): number => codes.byteLength + entries.length * 100

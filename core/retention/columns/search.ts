import type { Texts } from './texts.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** Rows looked at together for letters beyond ASCII. */
const TOGETHER = 4_096

const fold = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ')

/** Lower-cases A to Z in place; whether there are bytes beyond ASCII. */
function foldAscii(bytes: Uint8Array): boolean {
  let beyond = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number
    beyond |= byte
    if (byte >= 65 && byte <= 90) bytes[i] = byte + 32
  }
  return beyond > 127
}

function foldEach({ bytes, starts, known }: Texts): Texts {
  const rows = starts.length - 1
  const folded: string[] = []
  const sizes = new Uint32Array(rows + 1)
  for (let row = 0; row < rows; row++) {
    const text = fold(decoder.decode(bytes.subarray(starts[row], starts[row + 1])))
    folded.push(text)
    sizes[row + 1] = (sizes[row] as number) + Buffer.byteLength(text)
  }
  return { bytes: encoder.encode(folded.join('')), starts: sizes, known }
}

/** The column with letters of one case, for `findTexts`. */
export function foldTexts(texts: Texts): Texts {
  const bytes = texts.bytes.slice()
  const plain = { ...texts, bytes }
  if (!foldAscii(bytes)) return plain
  const rows = texts.starts.length - 1
  for (let from = 0; from < rows; from += TOGETHER) {
    const piece = decoder.decode(bytes.subarray(texts.starts[from], texts.starts[Math.min(rows, from + TOGETHER)]))
    // Most writing has no case. Where it has, a letter may change its length, so each text is folded by itself.
    if (fold(piece) !== piece) return foldEach(texts)
  }
  return plain
}

/** Marks the rows of a folded column that hold `part`, whatever the case of its letters. An empty part is in every known text. */
export function findTexts({ bytes, starts, known }: Texts, part: string, found: Uint8Array): void {
  const needle = encoder.encode(fold(part))
  const rows = starts.length - 1
  const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (needle.length === 0) {
    for (let row = 0; row < rows; row++) if (known?.[row] !== 0) found[row] = 1
    return
  }
  let row = 0
  for (let at = hay.indexOf(needle); at !== -1; ) {
    row = rowAt(starts, at, row, rows)
    const end = starts[row + 1] as number
    const inside = at + needle.length <= end
    if (inside) found[row] = 1
    at = hay.indexOf(needle, inside ? end : at + 1)
  }
}

/** The row that the byte `at` belongs to, at `from` or after it. */
function rowAt(starts: Uint32Array, at: number, from: number, rows: number): number {
  if ((starts[from + 1] as number) > at) return from
  let [low, high] = [from, rows - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle + 1] as number) > at) high = middle
    else low = middle + 1
  }
  return low
}

/** The row whose text is exactly `text`; null when there is none. */
export function findExact({ bytes, starts, known }: Texts, text: string): number | null {
  const needle = encoder.encode(text)
  const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows = starts.length - 1
  if (needle.length === 0) {
    for (let row = 0; row < rows; row++) if (starts[row] === starts[row + 1] && known?.[row] !== 0) return row
    return null
  }
  for (let at = hay.indexOf(needle), row = 0; at !== -1; at = hay.indexOf(needle, at + 1)) {
    row = rowAt(starts, at, row, rows)
    if (starts[row] === at && starts[row + 1] === at + needle.length) return row
  }
  return null
}

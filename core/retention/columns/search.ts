import type { Texts } from './texts.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const fold = (text: string): string => text.toLowerCase().replaceAll('ς', 'σ')

/**
 * Puts A to Z into lower case where they are, four bytes at a time: adding 0x3f to the low seven bits of a byte sets its highest
 * bit from A on, adding 0x25 sets it beyond Z. Says whether there are bytes beyond ASCII.
 */
function foldAscii(bytes: Uint8Array): boolean {
  // Words begin at every fourth byte of the buffer, and bytes at any.
  const head = Math.min(bytes.length, -bytes.byteOffset & 3)
  const words = head === bytes.length ? new Uint32Array(0) : new Uint32Array(bytes.buffer, bytes.byteOffset + head, (bytes.length - head) >> 2)
  let beyond = 0
  const folded = (word: number): number => {
    const low = word & 0x7f7f7f7f
    beyond |= word
    return word | ((~word & ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & 0x80808080) >>> 2)
  }
  for (let i = 0; i < head; i++) bytes[i] = folded(bytes[i] as number)
  for (let i = 0; i < words.length; i++) words[i] = folded(words[i] as number)
  for (let i = head + words.byteLength; i < bytes.length; i++) bytes[i] = folded(bytes[i] as number)
  return (beyond & 0x80808080) !== 0
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

/** Whether two texts have characters of the same sizes in the same places: which bytes go on with a character says so. */
function isAlike(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if ((((a[i] as number) & 0xc0) === 0x80) !== (((b[i] as number) & 0xc0) === 0x80)) return false
  return true
}

/**
 * The texts with letters of one case, for `findTexts`. Their bytes are changed where they are: nobody else may read them. Of a column
 * block by block, because what is small stays near the processor.
 */
export function foldTexts(texts: Texts): Texts {
  // Most writing has no case.
  if (!foldAscii(texts.bytes)) return texts
  const whole = decoder.decode(texts.bytes)
  const folded = fold(whole)
  if (folded === whole) return texts
  // A letter may change its length; no letter becomes fewer ones, so where their number stays they are the same ones.
  const bytes = encoder.encode(folded)
  return folded.length === whole.length && isAlike(texts.bytes, bytes) ? { ...texts, bytes } : foldEach(texts)
}

/** Marks the rows, from `row` on, whose bytes hold the needle: byte by byte, and not where a row is marked already. */
function scanRows({ bytes, starts }: Texts, needle: Uint8Array, found: Uint8Array, row: number): void {
  const [first, length] = [needle[0], needle.length]
  for (; row + 1 < starts.length; row++) {
    if (found[row] === 1) continue
    const last = (starts[row + 1] as number) - length
    for (let at = starts[row] as number; at <= last; at++) {
      if (bytes[at] !== first) continue
      let same = 1
      while (same < length && bytes[at + same] === needle[same]) same++
      if (same < length) continue
      found[row] = 1
      break
    }
  }
}

/** The engine's search looks at many bytes at once but costs a call a hit: where these many hits lie closer than so many rows, a loop is faster. */
const [MANY_HITS, CLOSE_ROWS] = [32, 3]

/** Marks the rows of folded texts that hold `part`, whatever the case of its letters. An empty part is in every known text. */
export function findTexts(texts: Texts, part: string, found: Uint8Array): void {
  const { bytes, starts, known } = texts
  const needle = encoder.encode(fold(part))
  const rows = starts.length - 1
  if (needle.length === 0) {
    for (let row = 0; row < rows; row++) if (known?.[row] !== 0) found[row] = 1
    return
  }
  const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let [row, hits] = [0, 0]
  for (let at = hay.indexOf(needle); at !== -1; hits++) {
    row = rowAt(starts, at, row, rows)
    if (hits >= MANY_HITS && row < hits * CLOSE_ROWS) {
      scanRows(texts, needle, found, row)
      return
    }
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

/** The rows whose text is exactly `text`, in their order. */
export function* findExact({ bytes, starts, known }: Texts, text: string): Generator<number, void> {
  const needle = encoder.encode(text)
  const hay = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rows = starts.length - 1
  if (needle.length === 0) {
    for (let row = 0; row < rows; row++) if (starts[row] === starts[row + 1] && known?.[row] !== 0) yield row
    return
  }
  for (let at = hay.indexOf(needle), row = 0; at !== -1; at = hay.indexOf(needle, at + 1)) {
    row = rowAt(starts, at, row, rows)
    if (starts[row] === at && starts[row + 1] === at + needle.length) yield row
  }
}

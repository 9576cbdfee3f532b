import { compareUtf8 } from '#core/shared/utf8.ts'
import { type NumberArray, type Numbers, numberAt } from './numbers.ts'
import type { Codes, Texts } from './texts.ts'

const DIGITS = 0x1_0000

/** Stable order of `places` by 16 bits of keys[place]; answers `places` itself where all are equal. */
function byDigit(places: Uint32Array, spare: Uint32Array, keys: Uint32Array, shift: number, counts: Uint32Array): boolean {
  counts.fill(0)
  for (const place of places) {
    const digit = ((keys[place] as number) >>> shift) & 0xffff
    counts[digit] = (counts[digit] as number) + 1
  }
  const first = ((keys[places[0] ?? 0] ?? 0) >>> shift) & 0xffff
  if (counts[first] === places.length) return false
  let sum = 0
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit] as number
    counts[digit] = sum
    sum += count
  }
  for (const place of places) {
    const digit = ((keys[place] as number) >>> shift) & 0xffff
    const to = counts[digit] as number
    counts[digit] = to + 1
    spare[to] = place
  }
  return true
}

/** A word for each of `length` places. A loop: `from` with a function would make a list of as many numbers first. */
function wordsBy(length: number, word: (i: number) => number): Uint32Array {
  const words = new Uint32Array(length)
  for (let i = 0; i < length; i++) words[i] = word(i)
  return words
}

/** The rows 0..length - 1. */
export const everyRow = (length: number): Uint32Array => wordsBy(length, (i) => i)

/** Those of `rows` that a byte per row marks with `mark`, in their order. */
export function rowsMarked(rows: Uint32Array, marks: Uint8Array, mark: 0 | 1): Uint32Array {
  const found = new Uint32Array(rows.length)
  let count = 0
  // Written either way: which rows are marked is not to be guessed, neither here nor by the processor.
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    found[count] = row
    count += Number(marks[row] === mark)
  }
  return found.slice(0, count)
}

/** Places 0..length - 1 in order of their keys, equal ones as they stood: radix sort, least digit first. `words` from low to high. */
function radix(length: number, words: readonly Uint32Array[]): Uint32Array {
  let places: Uint32Array = everyRow(length)
  let spare: Uint32Array = new Uint32Array(length)
  const counts = new Uint32Array(DIGITS)
  for (const keys of words) {
    for (const shift of [0, 16]) if (byDigit(places, spare, keys, shift, counts)) [places, spare] = [spare, places]
  }
  return places
}

/** Bits of doubles as two words that compare as the doubles do; -0 equals 0. */
function wordsOfDoubles(values: Float64Array): Uint32Array[] {
  const bits = new Uint32Array(values.map((value) => value + 0).buffer)
  const low = new Uint32Array(values.length)
  const high = new Uint32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const top = bits[2 * i + 1] as number
    const flip = top >>> 31 === 1 ? 0xffff_ffff : 0
    low[i] = (bits[2 * i] as number) ^ flip
    high[i] = top ^ (flip || 0x8000_0000)
  }
  return [low, high]
}

function wordsOf(values: Float64Array, descending: boolean): Uint32Array[] {
  let [least, most, whole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true]
  for (const value of values) {
    if (value < least) least = value
    if (value > most) most = value
    whole &&= Number.isSafeInteger(value)
  }
  if (whole && most - least <= 0xffff_ffff)
    return [wordsBy(values.length, descending ? (i) => most - (values[i] as number) : (i) => (values[i] as number) - least)]
  return wordsOfDoubles(descending ? values.map((value) => -value) : values)
}

/** Rows by whole numbers that lie close together: counted, then put in place. */
function byCounting(rows: Uint32Array, values: NumberArray, least: number, most: number, descending: boolean): Uint32Array {
  const places = new Uint32Array(most - least + 2)
  const [base, sign] = descending ? [most, -1] : [least, 1]
  for (let i = 0; i < rows.length; i++) {
    const key = ((values[rows[i] as number] as number) - base) * sign + 1
    places[key] = (places[key] as number) + 1
  }
  for (let key = 1; key < places.length; key++) places[key] = (places[key] as number) + (places[key - 1] as number)
  const out = new Uint32Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number
    const key = ((values[row] as number) - base) * sign
    const to = places[key] as number
    places[key] = to + 1
    out[to] = row
  }
  return out
}

function byRadix(rows: Uint32Array, values: NumberArray, descending: boolean): Uint32Array {
  const picked = new Float64Array(rows.length)
  for (let i = 0; i < picked.length; i++) picked[i] = values[rows[i] as number] as number
  const sorted = radix(picked.length, wordsOf(picked, descending))
  return wordsBy(sorted.length, (i) => rows[sorted[i] as number] as number)
}

function orderKnown(rows: Uint32Array, values: NumberArray, descending: boolean): Uint32Array {
  if (rows.length === 0) return rows
  if (values instanceof Float64Array) return byRadix(rows, values, descending)
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i] as number] as number
    if (value < least) least = value
    if (value > most) most = value
  }
  const isClose = most - least < DIGITS + 2 * rows.length
  return isClose ? byCounting(rows, values, least, most, descending) : byRadix(rows, values, descending)
}

/** `rows` in order of a numeric column. Unknown values come last in both directions; ties stay as they stand in `rows`. */
export function orderByNumbers(rows: Uint32Array, { values, known }: Numbers, descending: boolean): Uint32Array {
  if (!known) return orderKnown(rows, values, descending)
  const sorted = orderKnown(rowsMarked(rows, known, 1), values, descending)
  const out = new Uint32Array(rows.length)
  out.set(sorted)
  out.set(rowsMarked(rows, known, 0), sorted.length)
  return out
}

/** Places of the entries in order of their UTF-8 bytes, as a numeric column. */
export function ranksOfCodes({ codes, entries }: Codes): Numbers {
  const sorted = [...entries.keys()].sort((a, b) => compareUtf8(entries[a] as string, entries[b] as string))
  const rank = new Int32Array(entries.length + 1)
  sorted.forEach((entry, place) => {
    rank[entry + 1] = place
  })
  const values = new Int32Array(codes.length)
  const known = new Uint8Array(codes.length)
  codes.forEach((code, row) => {
    values[row] = rank[code] as number
    known[row] = Math.min(code, 1)
  })
  return { values, known }
}

const SMALL = 64

/** Less than 0 where the text of row `a` comes before that of row `b` by their bytes; an unknown text is as an empty one. */
export function compareRows({ bytes, starts }: Texts, a: number, b: number): number {
  let [i, j] = [starts[a] as number, starts[b] as number]
  const [endA, endB] = [starts[a + 1] as number, starts[b + 1] as number]
  for (; i < endA && j < endB; i++, j++) {
    const difference = (bytes[i] as number) - (bytes[j] as number)
    if (difference !== 0) return difference
  }
  return endA - i - (endB - j)
}

/** How many bytes all of `rows` begin with in common. */
function commonLength({ bytes, starts }: Texts, rows: Uint32Array): number {
  const from = starts[rows[0] ?? 0] ?? 0
  let common = (starts[(rows[0] ?? 0) + 1] ?? 0) - from
  for (const row of rows) {
    const at = starts[row] as number
    common = Math.min(common, (starts[row + 1] as number) - at)
    let i = 0
    while (i < common && bytes[at + i] === bytes[from + i]) i++
    common = i
  }
  return common
}

/** Eight bytes of each row after the first `skip`, as two words; a text that ends earlier is filled up with zeros. */
function wordsOfTexts({ bytes, starts }: Texts, rows: Uint32Array, skip: number): [Uint32Array, Uint32Array] {
  const word = (at: number, end: number): number => {
    let value = 0
    for (let i = 0; i < 4; i++) value = value * 256 + (at + i < end ? (bytes[at + i] as number) : 0)
    return value
  }
  const wordAt = (row: number, from: number): number => word((starts[row] as number) + from, starts[row + 1] as number)
  const at = (from: number) => wordsBy(rows.length, (i) => wordAt(rows[i] as number, from))
  return [at(skip + 4), at(skip)]
}

/** Rows in order, and a byte for each that says whether its text is another one than that before it. */
type Sorted = { rows: Uint32Array; differs: Uint8Array }

function sortFew(texts: Texts, rows: Uint32Array): Sorted {
  rows.sort((a, b) => compareRows(texts, a, b))
  const differs = new Uint8Array(rows.length).fill(1)
  for (let i = 1; i < rows.length; i++) if (compareRows(texts, rows[i - 1] as number, rows[i] as number) === 0) differs[i] = 0
  return { rows, differs }
}

/** Rows in order of their bytes: by the eight bytes after the common beginning, and the same again among those that are still equal. */
function sortRows(texts: Texts, rows: Uint32Array): Sorted {
  if (rows.length <= SMALL) return sortFew(texts, rows)
  const [low, high] = wordsOfTexts(texts, rows, commonLength(texts, rows))
  const places = radix(rows.length, [low, high])
  const sorted = wordsBy(rows.length, (i) => rows[places[i] as number] as number)
  const differs = new Uint8Array(rows.length).fill(1)
  for (let from = 0, to = 1; from < sorted.length; from = to++) {
    const place = places[from] as number
    while (to < sorted.length && low[places[to] as number] === low[place] && high[places[to] as number] === high[place]) to++
    if (to - from < 2) continue
    const group = sorted.slice(from, to)
    // All alike in eight bytes after their common beginning: they are equal, or end in zeros.
    const inner = group.length === rows.length ? sortFew(texts, group) : sortRows(texts, group)
    sorted.set(inner.rows, from)
    differs.set(inner.differs, from)
    differs[from] = 1
  }
  return { rows: sorted, differs }
}

/** Dense ranks of texts by their UTF-8 bytes, equal texts alike, as a numeric column: whoever sorts by texts sorts by these. */
export function ranksOfTexts(texts: Texts): Numbers {
  const { known } = texts
  const all = everyRow(texts.starts.length - 1)
  const { rows, differs } = sortRows(texts, known ? rowsMarked(all, known, 1) : all.slice())
  const values = new Int32Array(all.length)
  let rank = 0
  for (let i = 0; i < rows.length; i++) {
    if (i > 0) rank += differs[i] as number
    values[rows[i] as number] = rank
  }
  return { values, known }
}

/** Rows of a column as plain values, for encoding. */
export function valuesOf(column: Numbers, from = 0, to = column.values.length): (number | null)[] {
  return Array.from({ length: Math.min(to, column.values.length) - from }, (_, i) => numberAt(column, from + i))
}

/** A numeric column: `known` has a byte per row and is null where every row is known; the value of an unknown row means nothing. */
export type Numbers = { values: NumberArray; known: Uint8Array | null }
export type NumberArray = Uint8Array | Uint16Array | Int32Array | Float64Array

const HEADER = 8
const NOTHING = 0
const SAME = 5
/** By kind - 1, from narrow to wide. All machines that this runs on keep numbers little-endian. */
const shapes = [Uint8Array, Uint16Array, Int32Array, Float64Array] as const
const WIDEST = shapes.length

function kindOf(least: number, most: number, whole: boolean): number {
  if (!whole || least < -(2 ** 31) || most > 2 ** 31 - 1) return WIDEST
  if (least < 0 || most > 0xffff) return 3
  return most > 0xff ? 2 : 1
}

type Spread = { least: number; most: number; whole: boolean; unknown: number }

function spreadOf(values: readonly (number | null)[]): Spread {
  const spread = { least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY, whole: true, unknown: 0 }
  for (const value of values) {
    if (value === null) {
      spread.unknown++
      continue
    }
    if (Number.isNaN(value)) throw new RangeError('a column holds numbers and nulls')
    if (value < spread.least) spread.least = value
    if (value > spread.most) spread.most = value
    if (!Number.isInteger(value) || Object.is(value, -0)) spread.whole = false
  }
  return spread
}

function bitmapOf(values: readonly (number | string | null)[]): Uint8Array {
  const bitmap = new Uint8Array((values.length + 7) >> 3)
  values.forEach((value, i) => {
    if (value !== null) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7))
  })
  return bitmap
}

/**
 * One block of a numeric column. Bytes: kind, whether a bitmap of known rows follows the values, 2 spare, rows (Uint32);
 * then the values in the narrowest of Uint8, Uint16, Int32, Float64 that holds them all exactly, or once where all rows
 * are known and equal. Throws RangeError on NaN.
 */
export function encodeNumbers(values: readonly (number | null)[]): Uint8Array {
  const { least, most, whole, unknown } = spreadOf(values)
  const nothing = unknown === values.length
  const same = !nothing && unknown === 0 && least === most && (whole || least !== 0)
  const kind = nothing ? NOTHING : same ? SAME : kindOf(least, most, whole)
  const Shape = shapes[kind - 1]
  const body = Shape ? new Shape(values.map((value) => value ?? 0)) : Float64Array.from(same ? [least] : [])
  const bitmap = Shape && unknown > 0 ? bitmapOf(values) : new Uint8Array(0)
  const out = new Uint8Array(HEADER + body.byteLength + bitmap.length)
  out[0] = kind
  out[1] = bitmap.length > 0 ? 1 : 0
  new DataView(out.buffer).setUint32(4, values.length, true)
  out.set(new Uint8Array(body.buffer), HEADER)
  out.set(bitmap, HEADER + body.byteLength)
  return out
}

const viewOf = (block: Uint8Array): DataView => new DataView(block.buffer, block.byteOffset, block.byteLength)
/** Rows of an encoded block of any kind. */
export const rowsOf = (block: Uint8Array): number => viewOf(block).getUint32(4, true)

/** Sets a byte for each row that a bitmap at `at` of `block` knows, beginning with row `row` of `known`. */
export function readBitmap(block: Uint8Array, at: number, rows: number, known: Uint8Array, row: number): void {
  for (let i = 0; i < rows; i++) known[row + i] = ((block[at + (i >> 3)] ?? 0) >> (i & 7)) & 1
}

function widthOf(block: Uint8Array): number {
  const kind = block[0] ?? NOTHING
  if (kind === NOTHING) return 1
  if (kind !== SAME) return kind
  const value = viewOf(block).getFloat64(HEADER, true)
  return kindOf(value, value, Number.isInteger(value) && !Object.is(value, -0))
}

/** Blocks in order as one column, as narrow as its widest block. */
export function joinNumbers(blocks: readonly Uint8Array[]): Numbers {
  const rows = blocks.reduce((sum, block) => sum + rowsOf(block), 0)
  const Shape = shapes[blocks.reduce((widest, block) => Math.max(widest, widthOf(block)), 1) - 1] ?? Float64Array
  const values = new Shape(rows)
  const known = blocks.some((block) => block[0] === NOTHING || block[1] === 1) ? new Uint8Array(rows).fill(1) : null
  let row = 0
  for (const block of blocks) {
    const count = rowsOf(block)
    const Own = shapes[(block[0] ?? NOTHING) - 1]
    if (Own) {
      const body = HEADER + count * Own.BYTES_PER_ELEMENT
      // A copy: the block may begin anywhere, and wide numbers must not.
      values.set(new Own(block.slice(HEADER, body).buffer), row)
      if (known && block[1] === 1) readBitmap(block, body, count, known, row)
    } else if (block[0] === SAME) values.fill(viewOf(block).getFloat64(HEADER, true), row, row + count)
    else known?.fill(0, row, row + count)
    row += count
  }
  return { values, known }
}

export const numberAt = ({ values, known }: Numbers, row: number): number | null => (known?.[row] === 0 ? null : (values[row] ?? null))
export const bytesOfNumbers = ({ values, known }: Numbers): number => values.byteLength + (known?.byteLength ?? 0)
export { bitmapOf, HEADER, viewOf }

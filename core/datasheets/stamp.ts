import { z } from 'zod'
import { condition } from '#core/condition/condition.ts'
import { columnMapping } from '#core/datasheets/mapping/mapping.ts'
import { DIGEST_BYTES, keyDigest, rowDigest } from '#core/datasheets/row-digest.ts'

export { isOwnSheet, listSheet, stampSheet } from '#core/datasheets/own-sheets.ts'
export { keyDigest, rowDigest } from '#core/datasheets/row-digest.ts'

/** Characters of one cell: Excel takes 32,767. The header may be longer and then goes on in the next cells of its row. */
const CELL_CHARACTERS = 32_000
/** Of the key and of the row. */
const ROW_BYTES = 2 * DIGEST_BYTES
/** Base64 writes three bytes as four characters. */
const CELL_ROWS = ((CELL_CHARACTERS / 4) * 3) / ROW_BYTES

type Values = readonly (string | null)[]

/** More than any server, mapping or workbook has: a header that somebody made up is not read. */
const name = z.string().max(255)
const names = z.array(name).max(4_096)
const stampHeader = z.object({
  v: z.literal(1),
  environment: z.object({ id: name, name }),
  /** When the snapshot of the database was opened. */
  at: z.iso.datetime(),
  /** What was exported, an entry for each slice of a table; `where` null is all of it. Rows of one entry may stand in several sheets. */
  tables: z
    .array(
      z.object({
        table: name,
        where: condition.nullable(),
        /** The columns of the key, in its order; of all exported columns, in the table's order. */
        key: names,
        columns: names,
        rows: z.int().min(0),
        sheets: names,
        /** By which rules the cells of a column were written, and are to be read, whatever the mapping says by then. */
        reads: z.record(name, columnMapping).default({}),
      }),
    )
    .max(100_000),
})

export type StampHeader = z.infer<typeof stampHeader>
/** `digests`: for each entry of `tables` the 16 bytes of each of its rows, 8 of the key and 8 of the row, in the order in which they were written; null
 * where they are not whole: how the cells were written is known all the same. */
export type Stamp = StampHeader & { digests: readonly Uint8Array[] | null }

/** Collects the digests of one entry's rows as they are written; 21 bytes of memory a row. */
export class StampRows {
  rows = 0
  private readonly full: string[] = []
  private readonly part = Buffer.alloc(CELL_ROWS * ROW_BYTES)
  private used = 0

  add(key: Values, values: Values): void {
    this.part.set(keyDigest(key), this.used)
    this.part.set(rowDigest(values), this.used + DIGEST_BYTES)
    this.used += ROW_BYTES
    this.rows++
    if (this.used < this.part.length) return
    this.full.push(this.part.toString('base64'))
    this.used = 0
  }

  /** Base64, at most 32,000 characters each. */
  cells(): string[] {
    return this.used === 0 ? this.full : [...this.full, this.part.toString('base64', 0, this.used)]
  }
}

/**
 * The rows of the stamp's sheet: first the header as JSON, in as many cells as it needs; then each cell of digests in a row of its own, entry by entry.
 * An entry begins with a new cell.
 */
export function* stampOf(header: StampHeader, digests: readonly (readonly string[])[]): Generator<string[]> {
  // Workbooks take `_x000D_` for a character of their own; JSON may write its first one as a number.
  const text = JSON.stringify(header).replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '\\u005f')
  yield Array.from({ length: Math.ceil(text.length / CELL_CHARACTERS) }, (_, at) => text.slice(at * CELL_CHARACTERS, (at + 1) * CELL_CHARACTERS))
  for (const cells of digests) for (const cell of cells) yield [cell]
}

function headerOf(cells: readonly string[]): StampHeader | null {
  try {
    return stampHeader.parse(JSON.parse(cells.join('')))
  } catch {
    return null
  }
}

/** Digests of so many rows from the cells that come next; null where a cell is missing or not whole. */
function digestsOf(rows: number, next: () => readonly string[] | undefined): Uint8Array | null {
  const bytes = new Uint8Array(rows * ROW_BYTES)
  for (let at = 0; at < bytes.length; ) {
    const cell = Buffer.from(next()?.join('') ?? '', 'base64')
    if (cell.length !== Math.min(CELL_ROWS * ROW_BYTES, bytes.length - at)) return null
    bytes.set(cell, at)
    at += cell.length
  }
  return bytes
}

/** A stamp from the texts of its sheet's rows, in order and without blank cells; null for one that is not ours. */
export function readStamp(rows: readonly (readonly string[])[]): Stamp | null {
  const header = headerOf(rows[0] ?? [])
  if (!header) return null
  return { ...header, digests: allDigests(header, rows) }
}

function allDigests({ tables }: StampHeader, rows: readonly (readonly string[])[]): Uint8Array[] | null {
  // A stamp that promises other rows than it has cells for was changed: nothing is made room for.
  if (tables.reduce((sum, table) => sum + Math.ceil(table.rows / CELL_ROWS), 0) !== rows.length - 1) return null
  let at = 1
  const digests: Uint8Array[] = []
  for (const table of tables) {
    const found = digestsOf(table.rows, () => rows[at++])
    if (!found) return null
    digests.push(found)
  }
  return digests
}

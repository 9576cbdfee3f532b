import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import { mutatedFile } from '#server/files/testing/mutations.ts'
import { type ReadBook, readBook } from '#server/files/testing/workbooks.ts'

/** Small, so that mutated files reach them. */
export const fuzzCaps: ReadingCaps = {
  ...defaultCaps,
  cells: 300,
  rows: 60,
  textLength: 300,
  mergedArea: 1000,
  sheets: 3,
  entries: 12,
  inflatedBytes: 1 << 20,
  ratioFloorBytes: 1 << 16,
}
/** What is wrong with what was read, against the caps and against the promises of the reader; null when nothing is. */
function overrun({ sheets }: ReadBook): string | null {
  const rows = sheets.flatMap((sheet) => sheet.rows)
  const cells = rows.flatMap((row) => row.cells)
  if (rows.length > fuzzCaps.rows || cells.length > fuzzCaps.cells) return `${rows.length} rows, ${cells.length} cells`
  const long = cells.find((cell) => cell.raw.length > fuzzCaps.textLength)
  if (long) return `a text of ${long.raw.length} characters`
  for (const sheet of sheets)
    if (sheet.rows.some((row, index) => row.number <= (sheet.rows[index - 1]?.number ?? 0) || !row.cells.length)) return 'rows out of order or empty'
  if (rows.some((row) => row.cells.some((cell, index) => cell.column <= (row.cells[index - 1]?.column ?? -1)))) return 'cells out of order'
  return null
}

/**
 * Reads the file that a seed makes. Answers the code of its refusal, or `read`; throws when the reader does anything else: another error, more than the caps
 * allow, or too long.
 */
export async function fuzzOnce(seed: number, longestMs = Number.POSITIVE_INFINITY): Promise<string> {
  const bytes = mutatedFile(seed)
  const start = performance.now()
  let outcome: string
  try {
    const wrong = overrun(await readBook(bytes, { caps: fuzzCaps, name: 'mutated' }))
    if (wrong !== null) throw new Error(wrong)
    outcome = 'read'
  } catch (error) {
    if (!(error instanceof Unreadable)) throw new Error(`seed ${seed}: ${error instanceof Error ? error.stack : String(error)}`, { cause: error })
    outcome = error.refusal.code
  }
  const ms = performance.now() - start
  if (ms > longestMs) throw new Error(`seed ${seed}: took ${Math.round(ms)} ms`)
  return outcome
}

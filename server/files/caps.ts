import 'server-only'
import { defaultCaps, type ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { env } from '#server/env.ts'

const MEGABYTE = 1024 * 1024

/** What this installation reads of a file at most. */
export const readingCaps: ReadingCaps = {
  ...defaultCaps,
  fileBytes: env.DATASHEETS_MAX_FILE_MB * MEGABYTE,
  entries: env.DATASHEETS_MAX_PARTS,
  inflatedBytes: env.DATASHEETS_MAX_INFLATED_MB * MEGABYTE,
  ratio: env.DATASHEETS_MAX_RATIO,
  sheets: env.DATASHEETS_MAX_SHEETS,
  rows: env.DATASHEETS_MAX_ROWS,
  cells: env.DATASHEETS_MAX_CELLS,
  textLength: env.DATASHEETS_MAX_TEXT,
  mergedArea: env.DATASHEETS_MAX_MERGED_CELLS,
}

/** How much of a file is read at most. What is beyond is refused with both numbers; nothing is cut. */
export type ReadingCaps = {
  /** Of the file as it was sent. */
  fileBytes: number
  /** Parts in the archive. */
  entries: number
  /** Of all parts together after inflating: as declared, and as counted while reading. */
  inflatedBytes: number
  /** Inflated to packed size of one part, once it is larger than `ratioFloorBytes`. */
  ratio: number
  ratioFloorBytes: number
  /** Of the part with the texts that all sheets share, which is in memory as a whole, after inflating. Left out: what all parts may have. */
  textBytes?: number
  sheets: number
  /** Rows with a value, in all sheets together. */
  rows: number
  /** Cells with a value, in all sheets together. */
  cells: number
  /** UTF-16 units of one text, as spreadsheets count. */
  textLength: number
  /** Cells that merged ranges of a sheet cover. */
  mergedArea: number
}

/** UTF-16 units of all texts of one row together: a row is in memory as a whole, and a shared text may stand in each of its cells. */
export const ROW_TEXT = 4 * 1024 * 1024

export const defaultCaps: ReadingCaps = {
  fileBytes: 50 * 1024 * 1024,
  entries: 200,
  inflatedBytes: 400 * 1024 * 1024,
  ratio: 200,
  ratioFloorBytes: 1024 * 1024,
  sheets: 100,
  rows: 500_000,
  cells: 5_000_000,
  textLength: 32_767,
  mergedArea: 100_000,
}

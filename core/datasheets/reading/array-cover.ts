import { type CellRange, LAST_COLUMN } from '#core/datasheets/reading/address.ts'

/** Which cells an array formula above or left of them fills: only its first cell says that there is one. */
export class ArrayCover {
  /** Per column the last row that an array reaches; rows are asked for in order. */
  #until: Int32Array | null = null

  /** False when the range overlaps one that came before, which no spreadsheet allows. */
  add(range: CellRange): boolean {
    this.#until ??= new Int32Array(LAST_COLUMN + 1)
    for (let column = range.firstColumn; column <= range.lastColumn; column++) {
      if ((this.#until[column] as number) >= range.firstRow) return false
      this.#until[column] = range.lastRow
    }
    return true
  }

  has(column: number, row: number): boolean {
    return this.#until !== null && (this.#until[column] as number) >= row
  }
}

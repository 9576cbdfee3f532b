import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'

/** Counts what all sheets of a file give together and refuses the first row that is too much. */
export class Meter {
  readonly #caps: Pick<ReadingCaps, 'rows' | 'cells'>
  #rows = 0
  #cells = 0
  readonly #bySheet = new Map<string, { rows: number; cells: number }>()

  constructor(caps: Pick<ReadingCaps, 'rows' | 'cells'>) {
    this.#caps = caps
  }

  /** A sheet is read from its beginning: what it gave before does not count twice. */
  begin(sheet: string): void {
    const before = this.#bySheet.get(sheet)
    this.#rows -= before?.rows ?? 0
    this.#cells -= before?.cells ?? 0
    this.#bySheet.set(sheet, { rows: 0, cells: 0 })
  }

  row(cells: number, sheet: string): void {
    const own = this.#bySheet.get(sheet)
    if (own) {
      own.rows++
      own.cells += cells
    }
    this.#rows++
    this.#cells += cells
    if (this.#rows > this.#caps.rows) throw unreadable('datasheet_too_many_rows', { sheet, rows: this.#rows, most: this.#caps.rows })
    if (this.#cells > this.#caps.cells) throw unreadable('datasheet_too_many_cells', { sheet, cells: this.#cells, most: this.#caps.cells })
  }
}

import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { TextRuns } from '#core/datasheets/reading/text-runs.ts'
import { TextTable } from '#core/datasheets/reading/text-table.ts'
import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import type { XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** The shared texts of a workbook: runs of rich text joined, phonetic runs left out, empty texts kept. */
export class SharedStrings implements XmlHandler {
  readonly table = new TextTable()
  readonly #part: string
  readonly #most: number
  readonly #runs: TextRuns
  #inItem = false
  #inRun = false
  #inText = false

  constructor(part: string, caps: ReadingCaps) {
    this.#part = part
    this.#most = caps.cells
    this.#runs = new TextRuns(part, caps)
  }

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (this.#inText) throw broken(this.#part, tag.at, `<${name}> in a text`)
    if (depth === 1 && name !== 'sst') throw broken(this.#part, tag.at, name)
    if (depth === 2) {
      this.#inItem = name === 'si'
      this.#runs.begin()
    }
    if (depth === 3) this.#inRun = this.#inItem && name === 'r'
    this.#inText = name === 't' && ((depth === 3 && this.#inItem) || (depth === 4 && this.#inRun))
    return this.#inText
  }

  text(piece: string): void {
    this.#runs.add(piece)
  }

  close(_name: string, depth: number): void {
    if (this.#inText) {
      this.#inText = false
      this.#runs.endRun(`#${this.table.count}`)
    }
    if (depth === 2 && this.#inItem) this.#add()
    if (depth === 3) this.#inRun = false
  }

  /** More texts than cells may be read are of no use, and each takes memory, an empty one too. */
  #add(): void {
    const number = this.table.count
    if (number === this.#most) throw unreadable('datasheet_too_many_cells', { sheet: this.#part, cells: number + 1, most: this.#most })
    this.table.add(this.#runs.joined(`#${number}`))
  }
}

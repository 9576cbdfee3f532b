import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { TextRuns } from '#core/datasheets/reading/text-runs.ts'
import { TextTable } from '#core/datasheets/reading/text-table.ts'
import { broken } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import type { XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** The shared texts of a workbook: runs of rich text joined, phonetic runs left out, empty texts kept. */
export class SharedStrings implements XmlHandler {
  readonly table = new TextTable()
  keepsText = false
  readonly #part: string
  readonly #runs: TextRuns
  #inItem = false
  #inRun = false

  constructor(part: string, caps: ReadingCaps) {
    this.#part = part
    this.#runs = new TextRuns(part, caps)
  }

  open(name: string, depth: number, tag: XmlTag): void {
    if (this.keepsText) throw broken(this.#part, tag.at, `<${name}> in a text`)
    if (depth === 1 && name !== 'sst') throw broken(this.#part, 1, name)
    if (depth === 2) {
      this.#inItem = name === 'si'
      this.#runs.begin()
    } else if (depth === 3) {
      this.#inRun = this.#inItem && name === 'r'
      this.keepsText = this.#inItem && name === 't'
    } else if (depth === 4) this.keepsText = this.#inRun && name === 't'
    else this.keepsText = false
  }

  text(piece: string): void {
    this.#runs.add(piece)
  }

  close(_name: string, depth: number): void {
    if (this.keepsText) {
      this.keepsText = false
      this.#runs.endRun(`#${this.table.count}`)
    }
    if (depth === 2 && this.#inItem) this.table.add(this.#runs.joined(`#${this.table.count}`))
    if (depth === 3) this.#inRun = false
  }
}

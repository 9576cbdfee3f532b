import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import { isOn, type XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** A spreadsheet takes 31 characters; other writers a few more. */
const LONGEST_NAME = 255

/** `hidden` in any way; `relation` is the id by which the part is found. */
export type SheetEntry = { name: string; hidden: boolean; relation: string }

/** `workbook.xml`: the sheets in the order of their tabs, from which day serial numbers count, and whether results are to be computed anew. */
export class WorkbookPart implements XmlHandler {
  readonly sheets: SheetEntry[] = []
  date1904 = false
  recalculates = false
  readonly #part: string
  readonly #caps: ReadingCaps
  #inSheets = false

  constructor(part: string, caps: ReadingCaps) {
    this.#part = part
    this.#caps = caps
  }

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (depth === 1 && name !== 'workbook') throw broken(this.#part, tag.at, `<${name}>`)
    if (depth === 2) this.#inSheets = name === 'sheets'
    if (depth === 2 && name === 'workbookPr') this.date1904 = isOn(tag.attribute('date1904'))
    if (depth === 2 && name === 'calcPr') this.recalculates = isOn(tag.attribute('fullCalcOnLoad'))
    if (depth === 3 && this.#inSheets && name === 'sheet') this.#sheet(tag)
    return false
  }

  text(): void {}

  close(): void {}

  #sheet(tag: XmlTag): void {
    const name = tag.attribute('name') ?? ''
    const relation = tag.attribute('id') ?? ''
    if (name === '' || relation === '') throw broken(this.#part, tag.at, '<sheet> without name or id')
    if (name.length > LONGEST_NAME) throw broken(this.#part, tag.at, `the name of a sheet has ${name.length} characters`)
    if (this.sheets.some((sheet) => sheet.name.toLowerCase() === name.toLowerCase())) throw broken(this.#part, tag.at, `sheet ${name} twice`)
    this.sheets.push({ name, relation, hidden: ['hidden', 'veryHidden'].includes(tag.attribute('state') ?? 'visible') })
    const { length } = this.sheets
    if (length > this.#caps.sheets) throw unreadable('datasheet_too_many_sheets', { sheets: length, most: this.#caps.sheets })
  }
}

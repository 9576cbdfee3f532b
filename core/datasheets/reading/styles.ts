import type { CellStyle } from '#core/datasheets/cell.ts'
import { builtInStyle, styleOfCode } from '#core/datasheets/reading/number-format.ts'
import { broken } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import type { XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** Excel itself knows at most 65,490 cell formats. */
const MOST_FORMATS = 70_000

/** What each cell format of a workbook makes of a number, by the number that cells name it with. */
export class Styles implements XmlHandler {
  readonly #part: string
  readonly #codes = new Map<number, string>()
  readonly #formats: number[] = []
  #section = ''

  constructor(part: string) {
    this.#part = part
  }

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (depth === 1 && name !== 'styleSheet') throw broken(this.#part, tag.at, name)
    if (depth === 2) this.#section = name
    if (depth === 3) this.#entry(name, tag)
    return false
  }

  #entry(name: string, tag: XmlTag): void {
    if (this.#section === 'numFmts' && name === 'numFmt') this.#codes.set(this.#number(tag, 'numFmtId'), tag.attribute('formatCode') ?? '')
    if (this.#section === 'cellXfs' && name === 'xf') this.#formats.push(tag.attribute('numFmtId') === null ? 0 : this.#number(tag, 'numFmtId'))
    if (this.#formats.length > MOST_FORMATS || this.#codes.size > MOST_FORMATS) throw broken(this.#part, tag.at, 'too many formats')
  }

  text(): void {}

  close(): void {}

  /** By the index of the cell format; a code that the file writes down comes before the built-in one of the same number. */
  list(): CellStyle[] {
    const known = new Map<number, CellStyle>()
    return this.#formats.map((id) => {
      const style = known.get(id) ?? this.#style(id)
      known.set(id, style)
      return style
    })
  }

  #style(id: number): CellStyle {
    const code = this.#codes.get(id)
    return code === undefined ? builtInStyle(id) : styleOfCode(code)
  }

  #number(tag: XmlTag, name: string): number {
    const text = tag.attribute(name) ?? ''
    if (!/^\d{1,9}$/.test(text)) throw broken(this.#part, tag.at, `${name}="${text}"`)
    return Number(text)
  }
}

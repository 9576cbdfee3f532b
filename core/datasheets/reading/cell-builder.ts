import { type CellKind, type CellStyle, cellAddress, type SheetRow } from '#core/datasheets/cell.ts'
import { LAST_COLUMN, parseRange } from '#core/datasheets/reading/address.ts'
import { ArrayCover } from '#core/datasheets/reading/array-cover.ts'
import { type ReadingCaps, ROW_TEXT } from '#core/datasheets/reading/caps.ts'
import { TextRuns } from '#core/datasheets/reading/text-runs.ts'
import type { TextTable } from '#core/datasheets/reading/text-table.ts'
import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import { SPAN, type XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** What cells point to: the shared texts, and what each cell format makes of a number. */
export type CellSource = { texts: TextTable; styles: readonly CellStyle[] }

/** xsd:double without the names for what is no number. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/
const BOOLEANS: ReadonlyMap<string, string> = new Map([
  ['1', '1'],
  ['true', '1'],
  ['0', '0'],
  ['false', '0'],
])
const TYPES = new Set(['n', 's', 'str', 'inlineStr', 'b', 'e', 'd'])

/** Whether a text is digits alone, which nearly every number of a sheet is. */
function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 48 || code > 57) return false
  }
  return text !== ''
}

/** Puts the cells of a row together, element by element. */
export class CellBuilder {
  formulas = 0
  readonly #part: string
  readonly #sheet: string
  readonly #source: CellSource
  readonly #runs: TextRuns
  readonly #arrays = new ArrayCover()
  #row: SheetRow = { number: 0, hidden: false, cells: [] }
  #column = -1
  /** Characters of the row's cells so far. */
  #rowText = 0
  #type = ''
  #style: CellStyle = 'plain'
  #formula = false
  /** Null while there was no `<v>` (or `<is>`). */
  #value: string | null = null
  #at = 0

  constructor(part: string, sheet: string, source: CellSource, caps: ReadingCaps) {
    this.#part = part
    this.#sheet = sheet
    this.#source = source
    this.#runs = new TextRuns(part, caps)
  }

  beginRow(): void {
    this.#column = -1
    this.#rowText = 0
  }

  open(tag: XmlTag, row: SheetRow): void {
    this.#row = row
    this.#type = ''
    this.#style = 'plain'
    this.#formula = false
    this.#value = null
    this.#at = tag.at
    const before = this.#column
    this.#column = before + 1
    for (let i = 0; i < tag.count; i++) {
      if ((tag.spans[i * SPAN + 1] as number) - (tag.spans[i * SPAN] as number) !== 1) continue
      const code = tag.codes[tag.spans[i * SPAN] as number]
      if (code === 114) this.#place(tag, i, before)
      else if (code === 116) this.#kind(tag.valueOf(i))
      else if (code === 115) this.#format(tag, i)
    }
    if (this.#column > LAST_COLUMN) throw this.#broken(`column ${this.#column + 1}`)
  }

  openValue(): void {
    if (this.#value !== null) throw this.#broken('two values')
    if (this.#type === 'inlineStr') throw this.#broken('<v> with t="inlineStr"')
    this.#value = ''
    this.#runs.begin()
  }

  openInline(): void {
    if (this.#type !== 'inlineStr') throw this.#broken(`<is> with t="${this.#type}"`)
    if (this.#value !== null) throw this.#broken('two values')
    this.#value = ''
    this.#runs.begin()
  }

  openFormula(tag: XmlTag): void {
    this.#formula = true
    const kind = tag.attribute('t')
    if (kind !== 'array' && kind !== 'dataTable') return
    const written = tag.attribute('ref')
    const range = written === null ? null : parseRange(written)
    if (!range || range.firstRow !== this.#row.number || range.firstColumn !== this.#column) throw this.#broken(`ref="${written ?? ''}"`)
    if (range.lastColumn === range.firstColumn && range.lastRow === range.firstRow) return
    if (!this.#arrays.add(range)) throw this.#broken(`array formulas overlap: ${written}`)
  }

  text(piece: string): void {
    if (this.#type === 'inlineStr' || this.#type === 'str') this.#runs.add(piece)
    else {
      this.#value = this.#value === '' ? piece : this.#value + piece
      if ((this.#value as string).length > 255) throw this.#broken((this.#value as string).slice(0, 40))
    }
  }

  endRun(): void {
    this.#runs.endRun(this.#address())
  }

  close(): void {
    const formula = this.#formula || this.#arrays.has(this.#column, this.#row.number)
    if (this.#value === null) {
      // A formula whose result was never stored; else a cell that has a format alone.
      if (formula) this.#push('empty', '', true)
      return
    }
    if (this.#type === '' || this.#type === 'n') this.#number(this.#value, formula)
    else if (this.#type === 's') this.#push('text', this.#shared(this.#value), formula)
    else if (this.#type === 'str' || this.#type === 'inlineStr') this.#push('text', this.#runs.joined(this.#address()), formula)
    else this.#rare(this.#value.trim(), formula)
  }

  #rare(value: string, formula: boolean): void {
    if (value === '' && formula) this.#push('empty', '', true)
    else if (value === '') throw this.#broken(`no value with t="${this.#type}"`)
    else if (this.#type === 'b') this.#boolean(value, formula)
    else this.#push(this.#type === 'e' ? 'error' : 'date', value, formula)
  }

  #push(kind: CellKind, raw: string, formula: boolean): void {
    if (formula) this.formulas++
    this.#rowText += raw.length
    if (this.#rowText > ROW_TEXT)
      throw unreadable('datasheet_text_too_long', { part: this.#sheet, place: `${this.#row.number}`, length: this.#rowText, most: ROW_TEXT })
    this.#row.cells.push({ column: this.#column, kind, raw, formula, style: this.#style })
  }

  /** What is no number (a writer's `NaN`) is an error cell with that text: nothing can be guessed from it. */
  #number(value: string, formula: boolean): void {
    const raw = value.trim()
    if (raw !== '') this.#push(isDigits(raw) || NUMBER.test(raw) ? 'number' : 'error', raw, formula)
    else if (formula) this.#push('empty', '', true)
  }

  #shared(value: string): string {
    const number = value.trim()
    const text = isDigits(number) ? this.#source.texts.get(Number(number)) : undefined
    if (text === undefined) throw this.#broken(`shared text ${number} of ${this.#source.texts.count}`)
    return text
  }

  #boolean(value: string, formula: boolean): void {
    const raw = BOOLEANS.get(value)
    if (raw === undefined) throw this.#broken(`t="b" with ${value}`)
    this.#push('boolean', raw, formula)
  }

  /** `AB12`: letters of the column, then the row that the cell stands in. */
  #place(tag: XmlTag, index: number, before: number): void {
    const { codes, spans } = tag
    const end = spans[index * SPAN + 3] as number
    let at = spans[index * SPAN + 2] as number
    let column = 0
    for (let code = codes[at] as number; at < end && code >= 65 && code <= 90; code = codes[++at] as number) column = column * 26 + code - 64
    let row = 0
    const digits = at
    for (let code = codes[at] as number; at < end && code >= 48 && code <= 57; code = codes[++at] as number) row = row * 10 + code - 48
    if (at !== end || at === digits || column < 1 || column > LAST_COLUMN + 1 || row !== this.#row.number) throw this.#broken(`r="${tag.valueOf(index)}"`)
    if (column - 1 <= before) throw unreadable('datasheet_cell_order', { sheet: this.#sheet, cell: tag.valueOf(index) })
    this.#column = column - 1
  }

  #kind(type: string): void {
    if (!TYPES.has(type)) throw this.#broken(`t="${type}"`)
    this.#type = type
  }

  #format(tag: XmlTag, index: number): void {
    const { codes, spans } = tag
    const end = spans[index * SPAN + 3] as number
    let format = 0
    for (let at = spans[index * SPAN + 2] as number; at < end; at++) format = format * 10 + (codes[at] as number) - 48
    const style = this.#source.styles[format]
    if (style === undefined) throw this.#broken(`s="${tag.valueOf(index)}"`)
    this.#style = style
  }

  #address(): string {
    return cellAddress(this.#column, this.#row.number)
  }

  #broken(what: string): Error {
    return broken(this.#part, this.#at, `${this.#address()}: ${what}`)
  }
}

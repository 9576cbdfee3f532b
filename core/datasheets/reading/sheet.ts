import type { SheetRow } from '#core/datasheets/cell.ts'
import { areaOf, type CellRange, LAST_ROW, parseRange } from '#core/datasheets/reading/address.ts'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { CellBuilder, type CellSource } from '#core/datasheets/reading/cell-builder.ts'
import type { Meter } from '#core/datasheets/reading/meter.ts'
import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { XmlHandler } from '#core/datasheets/reading/xml.ts'
import { isOn, type XmlTag } from '#core/datasheets/reading/xml-tag.ts'

/** What is known of a sheet once all of it was read. Merged ranges stand behind the rows in the file. */
export type SheetFacts = {
  /** Rows that were handed over, and how many of them are hidden (by hand or by a filter). */
  rows: number
  hiddenRows: number
  cells: number
  /** Cells with a formula behind them. */
  formulas: number
  hiddenColumns: number
  merged: CellRange[]
}

const OTHER = 0
const DATA = 1
const MERGES = 2
const COLUMNS = 3
const ROW = 4
const CELL = 5
const VALUE = 6
const FORMULA = 7
const INLINE = 8
const RUN = 9
const TEXT = 10

/** What an element is, by what its parent is and by its name. */
function kindOf(parent: number, name: string, depth: number): number {
  if (parent === CELL) return name === 'v' ? VALUE : name === 'f' ? FORMULA : name === 'is' ? INLINE : OTHER
  if (parent === ROW) return name === 'c' ? CELL : OTHER
  if (parent === DATA) return name === 'row' ? ROW : OTHER
  if (parent === INLINE) return name === 't' ? TEXT : name === 'r' ? RUN : OTHER
  if (parent === RUN) return name === 't' ? TEXT : OTHER
  if (depth !== 2) return OTHER
  return name === 'sheetData' ? DATA : name === 'mergeCells' ? MERGES : name === 'cols' ? COLUMNS : OTHER
}

/** Gets each row once; it may keep it. `false` ends the reading. */
export type OnRow = (row: SheetRow) => unknown

/** Ends the reading of a sheet early; never reaches a caller. */
export class Enough extends Error {}

export type SheetTarget = CellSource & { name: string; caps: ReadingCaps; meter: Meter; onRow: OnRow }

/**
 * Rows of a worksheet, each handed over when it is complete. Rows and cells without a value are left out; rows and cells must come in order, because of a
 * row that comes twice every reader takes another one.
 */
export class Worksheet implements XmlHandler {
  readonly facts: SheetFacts = { rows: 0, hiddenRows: 0, cells: 0, formulas: 0, hiddenColumns: 0, merged: [] }
  readonly #part: string
  readonly #target: SheetTarget
  readonly #cells: CellBuilder
  readonly #kinds: number[] = []
  #row: SheetRow | null = null
  #rowNumber = 0
  #mergedArea = 0
  #seenData = false
  #inText = false

  constructor(part: string, target: SheetTarget) {
    this.#part = part
    this.#target = target
    target.meter.begin(target.name)
    this.#cells = new CellBuilder(part, target.name, target, target.caps)
  }

  open(name: string, depth: number, tag: XmlTag): boolean {
    if (this.#inText) throw broken(this.#part, tag.at, `<${name}> in a text`)
    const kind = depth === 1 ? this.#root(name, tag) : kindOf(this.#kinds[depth - 1] as number, name, depth)
    this.#kinds[depth] = kind
    if (kind === CELL) this.#cells.open(tag, this.#row as SheetRow)
    else if (kind === VALUE) this.#cells.openValue()
    else if (kind === ROW) this.#openRow(tag)
    else if (kind === FORMULA) this.#cells.openFormula(tag)
    else if (kind === INLINE) this.#cells.openInline()
    else if (kind === DATA) this.#openData(tag)
    else if (depth === 3) this.#openRest(this.#kinds[2] as number, name, tag)
    this.#inText = kind === VALUE || kind === TEXT
    return this.#inText
  }

  text(piece: string): void {
    this.#cells.text(piece)
  }

  close(_name: string, depth: number): void {
    const kind = this.#kinds[depth]
    this.#inText = false
    if (kind === TEXT) this.#cells.endRun()
    else if (kind === CELL) this.#cells.close()
    else if (kind === ROW) this.#closeRow()
  }

  #root(name: string, tag: XmlTag): number {
    if (name !== 'worksheet') throw broken(this.#part, tag.at, `<${name}>`)
    return OTHER
  }

  #openData(tag: XmlTag): void {
    if (this.#seenData) throw broken(this.#part, tag.at, 'sheetData twice')
    this.#seenData = true
  }

  #openRow(tag: XmlTag): void {
    const written = tag.attribute('r')
    const number = written === null ? this.#rowNumber + 1 : Number(written)
    if (!(number >= 1 && number <= LAST_ROW) || !/^\d*$/.test(written ?? '')) throw broken(this.#part, tag.at, `row ${written ?? number}`)
    if (number <= this.#rowNumber) throw unreadable('datasheet_row_order', { sheet: this.#target.name, row: number, before: this.#rowNumber })
    this.#rowNumber = number
    this.#row = { number, hidden: isOn(tag.attribute('hidden')), cells: [] }
    this.#cells.beginRow()
  }

  #closeRow(): void {
    const row = this.#row as SheetRow
    this.#row = null
    if (!row.cells.length) return
    this.#target.meter.row(row.cells.length, this.#target.name)
    this.facts.rows++
    this.facts.cells += row.cells.length
    this.facts.formulas = this.#cells.formulas
    if (row.hidden) this.facts.hiddenRows++
    if (this.#target.onRow(row) === false) throw new Enough()
  }

  #openRest(parent: number, name: string, tag: XmlTag): void {
    if (parent === MERGES && name === 'mergeCell') this.#merge(tag)
    if (parent === COLUMNS && name === 'col' && isOn(tag.attribute('hidden'))) {
      const columns = Number(tag.attribute('max')) - Number(tag.attribute('min')) + 1
      if (columns > 0) this.facts.hiddenColumns += columns
    }
  }

  #merge(tag: XmlTag): void {
    const written = tag.attribute('ref') ?? ''
    const range = parseRange(written)
    if (!range) throw broken(this.#part, tag.at, `ref="${written}"`)
    const most = this.#target.caps.mergedArea
    this.#mergedArea += areaOf(range)
    if (this.#mergedArea > most) throw unreadable('datasheet_merged_area', { sheet: this.#target.name, cells: this.#mergedArea, most })
    this.facts.merged.push(range)
  }
}

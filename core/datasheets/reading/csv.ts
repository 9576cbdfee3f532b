import type { SheetCell } from '#core/datasheets/cell.ts'
import { LAST_COLUMN } from '#core/datasheets/reading/address.ts'
import { type ReadingCaps, ROW_TEXT } from '#core/datasheets/reading/caps.ts'
import { detectDelimiter, FIRST_LINE } from '#core/datasheets/reading/csv-delimiter.ts'
import type { Meter } from '#core/datasheets/reading/meter.ts'
import { Enough, type OnRow, type SheetFacts } from '#core/datasheets/reading/sheet.ts'
import { broken, unreadable } from '#core/datasheets/reading/unreadable.ts'
import { withLineFeeds } from '#core/datasheets/reading/xml-text.ts'

export type CsvTarget = { name: string; caps: ReadingCaps; meter: Meter; onRow: OnRow }

const QUOTE = 34
const LF = 10
const CR = 13
/** What the export puts before a text that a spreadsheet would run as a formula. */
const PROTECTED = /^'+[=+\-@\t\r]/

type Inside = 'start' | 'plain' | 'quoted' | 'closed'

/**
 * Rows of a CSV file (RFC 4180) from pieces of text. All cells are texts; one with nothing in it is left out, `""` is an empty text. The quote that an export
 * put before `=`, `+`, `-` and `@` is taken off. Rows are records, as spreadsheets count them: a line end inside of quotes begins none.
 */
export class CsvRows {
  readonly facts: SheetFacts = { rows: 0, hiddenRows: 0, cells: 0, formulas: 0, hiddenColumns: 0, merged: [] }
  readonly #target: CsvTarget
  #delimiter = -1
  #head = ''
  #inside: Inside = 'start'
  #skipLineFeed = false
  #wasQuoted = false
  #field = ''
  #column = 0
  #record = 1
  #cells: SheetCell[] = []
  /** Characters of the record's cells so far. */
  #rowText = 0
  #seen = 0

  constructor(target: CsvTarget) {
    this.#target = target
    target.meter.begin(target.name)
  }

  push(piece: string): void {
    if (this.#delimiter >= 0) {
      this.#read(piece)
      return
    }
    this.#head += piece
    const found = detectDelimiter(this.#head, this.#head.length >= FIRST_LINE)
    if (found) this.#begin(found.code, found.skip)
  }

  end(): void {
    if (this.#delimiter < 0) {
      const found = detectDelimiter(this.#head, true)
      if (found) this.#begin(found.code, found.skip)
    }
    if (this.#inside === 'quoted') throw this.#broken(this.#seen, 'a quote without end')
    if (this.#inside !== 'start' || this.#column > 0) this.#endRecord()
  }

  #begin(delimiter: number, skip: number): void {
    this.#delimiter = delimiter
    // A first line `sep=;` is a row of its own, without cells.
    if (skip > 0) this.#record = 2
    this.#seen = skip
    this.#read(this.#head.slice(skip))
    this.#head = ''
  }

  #read(piece: string): void {
    let at = 0
    while (at < piece.length) {
      if (this.#inside === 'quoted') at = this.#quoted(piece, at)
      else if (this.#inside === 'plain') at = this.#plain(piece, at)
      else at = this.#mark(piece, at)
    }
    this.#seen += piece.length
  }

  /** At the start of a field, or behind its closing quote. */
  #mark(piece: string, at: number): number {
    const code = piece.charCodeAt(at)
    const skip = this.#skipLineFeed
    this.#skipLineFeed = false
    if (code === LF && skip) return at + 1
    if (code === QUOTE) {
      if (this.#inside === 'closed') this.#add('"')
      this.#wasQuoted = true
      this.#inside = 'quoted'
      return at + 1
    }
    if (code === this.#delimiter) this.#endField()
    else if (code === LF || code === CR) this.#endRecord(code === CR)
    else if (this.#inside === 'closed') throw this.#broken(this.#seen + at, `"${String.fromCodePoint(piece.codePointAt(at) ?? 0)}" behind a closing quote`)
    else {
      this.#inside = 'plain'
      return at
    }
    return at + 1
  }

  #quoted(piece: string, at: number): number {
    const end = piece.indexOf('"', at)
    this.#add(end < 0 ? piece.slice(at) : piece.substring(at, end))
    if (end < 0) return piece.length
    this.#inside = 'closed'
    return end + 1
  }

  #plain(piece: string, at: number): number {
    let end = at
    for (; end < piece.length; end++) {
      const code = piece.charCodeAt(end)
      if (code === this.#delimiter || code === LF || code === CR) break
    }
    this.#add(piece.substring(at, end))
    if (end < piece.length) this.#inside = 'start'
    if (end < piece.length && piece.charCodeAt(end) === this.#delimiter) this.#endField()
    else if (end < piece.length) this.#endRecord(piece.charCodeAt(end) === CR)
    return end + 1
  }

  #add(text: string): void {
    this.#field = this.#field === '' ? text : this.#field + text
    this.#rowText += text.length
    const { textLength } = this.#target.caps
    if (this.#field.length > textLength) throw this.#tooLong(this.#field.length, textLength)
    if (this.#rowText > ROW_TEXT) throw this.#tooLong(this.#rowText, ROW_TEXT)
  }

  #endField(): void {
    if (this.#field !== '' || this.#wasQuoted) {
      const text = PROTECTED.test(this.#field) ? this.#field.slice(1) : this.#field
      if (this.#column > LAST_COLUMN) throw this.#broken(this.#seen, `column ${this.#column + 1}`)
      this.#cells.push({ column: this.#column, kind: 'text', raw: withLineFeeds(text), formula: false, style: 'plain' })
    }
    this.#field = ''
    this.#wasQuoted = false
    this.#inside = 'start'
    this.#column++
  }

  #endRecord(skipLineFeed = false): void {
    this.#endField()
    this.#skipLineFeed = skipLineFeed
    this.#column = 0
    const number = this.#record++
    if (!this.#cells.length) return
    const row = { number, hidden: false, cells: this.#cells }
    this.#cells = []
    this.#rowText = 0
    this.#target.meter.row(row.cells.length, this.#target.name)
    this.facts.rows++
    this.facts.cells += row.cells.length
    if (this.#target.onRow(row) === false) throw new Enough()
  }

  #tooLong(length: number, most: number): Error {
    return unreadable('datasheet_text_too_long', { part: this.#target.name, place: `${this.#record}`, length, most })
  }

  #broken(at: number, what: string): Error {
    return broken(this.#target.name, at + 1, what)
  }
}

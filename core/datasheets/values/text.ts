import type { SheetCell } from '#core/datasheets/cell.ts'
import { dateTimeOfSerial, durationOfSerial } from '#core/datasheets/reading/serial.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { numberOfRaw } from './cell-number.ts'
import { byteLength, characterTest } from './charset.ts'
import { plainText } from './decimal.ts'
import { problem, type Read, type ReadProblem, warned } from './read.ts'
import { firstOf, SEEN, scanText, withLf } from './text-scan.ts'

type Text = Extract<ColumnType, { kind: 'text' }>

/** The most bytes that one unit of a JavaScript string takes in any charset. */
const WIDEST = 4
/** Longer plain numbers are written with an exponent, as spreadsheets show them. */
const LONGEST_NUMBER = 30

function withoutLastSpaces(text: string): string {
  let end = text.length
  while (end > 0 && text.charCodeAt(end - 1) === 0x20) end--
  return end === text.length ? text : text.slice(0, end)
}

const characters = (text: string): number => {
  let pairs = 0
  for (let i = 0; i < text.length; i++) if ((text.charCodeAt(i) & 0xfc00) === 0xd800) pairs++
  return text.length - pairs
}

/** Whether a text fits its column: length in characters, size in bytes, charset. */
function fitCheck({ maxChars, maxBytes, charset }: Text): (text: string, seen: number) => ReadProblem | null {
  const accepts = characterTest(charset)
  return (text, seen) => {
    if (maxChars !== null && text.length > maxChars && characters(text) > maxChars) return problem('text_too_long', { length: characters(text), max: maxChars })
    const stranger = accepts && seen & SEEN.notAscii ? [...text].find((character) => !accepts(character)) : undefined
    if (stranger !== undefined) return problem('text_not_in_charset', { character: stranger, charset })
    if (text.length * WIDEST <= maxBytes) return null
    const bytes = byteLength(text, charset)
    return bytes > maxBytes ? problem('text_too_many_bytes', { bytes, max: maxBytes }) : null
  }
}

function remarkOn(value: string, seen: number, spaced: boolean): Read {
  if (seen & SEEN.invisible) return warned(value, 'text_invisible', firstOf(value, SEEN.invisible))
  if (spaced) return warned(value, 'text_outer_space')
  return seen & SEEN.mayCompose && value.normalize('NFC') !== value ? warned(value, 'text_not_nfc') : value
}

/** A date or time that a number cell shows, as text. */
function shownDate({ raw, style }: SheetCell, date1904: boolean): string | null {
  const result = style === 'time' || style === 'duration' ? durationOfSerial(raw, 0) : dateTimeOfSerial(raw, date1904, 0)
  if ('fault' in result) return null
  return style === 'date' ? result.text.slice(0, 10) : result.text
}

/** The shortest form of a number cell: what was typed, but for zeros that the spreadsheet has already dropped. */
function numberText(raw: string): string {
  const read = numberOfRaw(raw)
  const plain = read && plainText(read.number)
  return plain && plain.length <= LONGEST_NUMBER ? plain : raw
}

/** The text of a cell that is none, with what to say about it. */
function foreignText(cell: SheetCell, date1904: boolean): ReturnType<typeof warned> {
  if (cell.kind === 'boolean') return warned(cell.raw === '1' ? 'TRUE' : 'FALSE', 'boolean_as_text')
  if (cell.kind === 'date') return warned(cell.raw, 'date_as_text')
  if (cell.style === 'plain') return warned(numberText(cell.raw), 'number_as_text')
  const shown = shownDate(cell, date1904)
  return shown === null ? warned(numberText(cell.raw), 'number_as_text') : warned(shown, 'date_as_text')
}

/**
 * Reads texts as they are: nothing is trimmed or composed, newlines are LF. What cannot be stored or seen in a file (control characters, halves of
 * pairs, characters outside of the charset, too long) is refused. CHAR columns drop spaces at the end, as their server does.
 */
export function textReader(type: Text, { declared }: Pick<ColumnDef, 'declared'>, date1904: boolean): (cell: SheetCell) => Read {
  const faultOf = fitCheck(type)
  const isChar = /^char\b/i.test(declared)
  return (cell) => {
    const foreign = cell.kind === 'text' ? null : foreignText(cell, date1904)
    const raw = foreign?.value ?? cell.raw
    const seen = scanText(raw)
    if (seen & SEEN.control) return problem('text_control_character', firstOf(raw, SEEN.control))
    if (seen & SEEN.surrogate && !raw.isWellFormed()) return problem('text_broken')
    const lined = seen & SEEN.carriageReturn ? withLf(raw) : raw
    const value = isChar ? withoutLastSpaces(lined) : lined
    const fault = faultOf(value, seen)
    if (fault) return fault
    return foreign ? { ...foreign, value } : remarkOn(value, seen, lined.trim().length !== lined.length)
  }
}

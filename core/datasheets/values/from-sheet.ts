import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { binaryReader } from './binary.ts'
import { blankOf } from './blank.ts'
import { booleanReader } from './booleans.ts'
import { dateReader, dateTimeReader, timestampReader } from './dates.ts'
import { decimalReader } from './decimals.ts'
import { floatReader } from './floats.ts'
import { integerReader, wholeReader } from './integers.ts'
import { jsonReader } from './json.ts'
import { enumReader, setReader } from './labels.ts'
import { problem, type Read } from './read.ts'
import { textReader } from './text.ts'
import { timeReader } from './times.ts'
import { isExportToken, type Told, tokenReader } from './tokens.ts'
import { yearReader } from './year.ts'

/** `date1904`: whether the workbook counts days from 1904. */
export type ReaderOptions = {
  mapping?: ColumnMapping | undefined
  date1904: boolean
  /** Refuses texts that exports write for NULL and for an empty text where the column has no token: nobody knows whether one of them is meant. */
  doubtTokens?: boolean
}

/** Reads a cell that holds something, by the type of its column. */
function valueReader(column: ColumnDef, date1904: boolean): (cell: SheetCell) => Read {
  const { type } = column
  switch (type.kind) {
    case 'integer':
      return type.boolean ? booleanReader() : integerReader(type)
    case 'bit':
      return type.bits === 1 ? booleanReader() : wholeReader(0n, 2n ** BigInt(type.bits) - 1n)
    case 'decimal':
      return decimalReader(type)
    case 'float':
      return floatReader(type, column)
    case 'text':
      return textReader(type, column, date1904)
    case 'binary':
      return binaryReader(type)
    case 'date':
      return dateReader(date1904)
    case 'time':
      return timeReader(type.fsp)
    case 'datetime':
      return dateTimeReader(type.fsp, date1904)
    case 'timestamp':
      return timestampReader(type.fsp, date1904)
    case 'year':
      return yearReader()
    case 'enum':
      return enumReader(type.labels)
    case 'set':
      return setReader(type.labels)
    case 'json':
      return jsonReader(column)
    case 'other':
      return () => problem('column_not_readable', { type: type.declared })
  }
}

const textCell = (raw: string): SheetCell => ({ column: 0, kind: 'text', raw, formula: false, style: 'plain' })
/** Kinds in which spaces around a value, or nothing but spaces, are part of it. */
const spacesCount = new Set<ColumnDef['type']['kind']>(['text', 'enum', 'set'])

/**
 * A reader of one column's cells, prepared once: answers the canonical text, null for NULL, or a case of `Read`. A blank is no cell, an empty text,
 * and in all but text columns nothing but spaces. Canonical is what `columnCanon` makes of the value after the server has stored it.
 */
export function columnReader(column: ColumnDef, { mapping, date1904, doubtTokens = false }: ReaderOptions): (cell: SheetCell | undefined) => Read {
  const read = valueReader(column, date1904)
  const blank = blankOf(column, mapping, (text) => read(textCell(text)))
  const tokens = tokenReader(mapping)
  const doubts = doubtTokens && tokens === null && column.type.kind === 'text'
  const trims = !spacesCount.has(column.type.kind)
  const noNull = problem('null_not_allowed')
  const told = (told: Told): Read => {
    if (told.is === 'null') return column.nullable ? null : noNull
    return told.is === 'empty' ? blankOf(column, { blank: 'empty' }, () => null) : read(textCell(told.text))
  }
  return (cell) => {
    if (cell === undefined) return blank
    if (cell.kind === 'error') return problem('cell_error', { error: cell.raw.slice(0, 40) })
    if (cell.kind === 'empty') return problem('formula_without_result')
    if (cell.kind === 'text') {
      if (cell.raw === '' || (trims && cell.raw.trim() === '')) return blank
      const found = tokens?.(cell.raw)
      if (found) return told(found)
      if (doubts && isExportToken(cell.raw)) return problem('export_token_unread', { token: cell.raw })
    }
    return read(cell)
  }
}

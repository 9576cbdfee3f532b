import { readBlank, readsOf } from '#core/datasheets/export/reads.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { SAFE_DIGITS } from '#core/datasheets/values/cell-number.ts'
import { parseDecimal, wholeDigits } from '#core/datasheets/values/decimal.ts'
import { withTokens } from '#core/datasheets/values/tokens.ts'

/** How the values of one column are written, so that reading the file gives each of them back. */
export type CellWriter = {
  column: ColumnDef
  /** What the stamp says of the column; empty where the mapping says enough. */
  reads: ColumnMapping
  /** Number format of its cells, as spreadsheets write them; `@` is text. */
  format: string
  /** Of a canonical value: what the cell says, null for a blank one. */
  textOf: (value: string | null) => string | null
  /** Whether a canonical value is written as a number: no spreadsheet may round it. */
  isNumber: (text: string) => boolean
}

const numeric = new Set<ColumnDef['type']['kind']>(['integer', 'bit', 'decimal', 'float', 'year'])

/** Whether the column's values are numbers: they are never taken for formulas. */
export const isNumeric = ({ type }: ColumnDef): boolean => numeric.has(type.kind)

/** At most 15 digits, zeros at the end of a whole number among them: what every spreadsheet keeps, and what nobody takes for rounded. */
function survives(text: string): boolean {
  if (text.length <= SAFE_DIGITS) return true
  const number = parseDecimal(text)
  return number !== null && number.digits.length <= SAFE_DIGITS && wholeDigits(number) <= SAFE_DIGITS && Number.isFinite(Number(text))
}

/** A double is a number of its own, so that it has to survive programs that write 16 of its digits. Decimals are told from those (`printedInSixteen`). */
const survivesAsDouble = (text: string): boolean => survives(text) && Number(Number(text).toPrecision(SAFE_DIGITS + 1)) === Number(text)

function numberTest({ type }: ColumnDef): CellWriter['isNumber'] {
  if (type.kind === 'float') return survivesAsDouble
  return numeric.has(type.kind) ? survives : () => false
}

/** Whole digits are shown as they are: the general format would write long numbers with an exponent. */
function formatOf({ type }: ColumnDef): string {
  if (type.kind === 'integer' || type.kind === 'bit' || type.kind === 'year') return '0'
  if (type.kind === 'decimal') return type.scale > 0 ? `0.${'0'.repeat(type.scale)}` : '0'
  return type.kind === 'float' ? 'General' : '@'
}

function textWriter(column: ColumnDef, mapping: ColumnMapping): CellWriter['textOf'] {
  const { nullToken, emptyToken } = mapping
  const hasTokens = nullToken !== undefined || emptyToken !== undefined
  const blank = readBlank(column, mapping)
  return (value) => {
    if (value === null) return nullToken !== undefined && blank !== null ? nullToken : null
    if (value === '') return emptyToken ?? null
    return hasTokens ? withTokens(value, mapping) : value
  }
}

/** Prepared once for a column. `mapping`: what the environment's mapping says of it. */
export function cellWriter(column: ColumnDef, mapping: ColumnMapping = {}, isKey = false): CellWriter {
  const reads = readsOf(column, mapping, isKey)
  return { column, reads, format: formatOf(column), textOf: textWriter(column, { ...reads, ...mapping }), isNumber: numberTest(column) }
}

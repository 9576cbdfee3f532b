import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { hexOf } from './binary.ts'
import { parseDecimal, toScale } from './decimal.ts'
import { floatText } from './floats.ts'
import { canonicalJson } from './json.ts'
import { withLf } from './text-scan.ts'

/** A cell as the driver gives it: see `selectExpression` for the columns that need help. */
export type DatabaseCell = string | number | Uint8Array | null

const decoder = new TextDecoder()
const textOf = (raw: string | number | Uint8Array): string => (typeof raw === 'string' ? raw : typeof raw === 'number' ? String(raw) : decoder.decode(raw))

/** The server prints decimals at their scale, but for ZEROFILL: only what begins with 0 or - is looked at closely. */
function decimalText(raw: string, scale: number): string {
  const whole = raw.length - (scale === 0 ? 0 : scale + 1)
  const first = raw.charCodeAt(0)
  if (whole === 1 || (whole > 1 && first > 48 && first < 58)) return raw
  const number = parseDecimal(raw)
  return (number && toScale(number, scale)) ?? raw
}

function canonOf(type: ColumnType): (raw: string | number | Uint8Array) => string {
  switch (type.kind) {
    case 'text':
      return (raw) => withLf(textOf(raw))
    case 'decimal':
      return (raw) => decimalText(textOf(raw), type.scale)
    case 'float':
      return (raw) => floatText(typeof raw === 'number' ? raw : Number(textOf(raw)), type.double)
    case 'year':
      return (raw) => textOf(raw).padStart(4, '0')
    case 'json':
      return (raw) => canonicalJson(textOf(raw))
    case 'binary':
      return (raw) => (raw instanceof Uint8Array ? hexOf(raw) : textOf(raw).toUpperCase())
    default:
      return textOf
  }
}

/**
 * The canonical text of a column's values as the database holds them: whole numbers as digits, decimals at their scale, floats as the shortest text
 * that leads back to them, dates and times as the server prints them in a session in UTC, bytes as capital hexadecimal digits, JSON by value, texts
 * with LF. NULL is null. Rows have to be read with `selectExpression`.
 */
export function columnCanon({ type }: ColumnDef): (raw: DatabaseCell) => string | null {
  const canon = canonOf(type)
  return (raw) => (raw === null ? null : canon(raw))
}

/**
 * How a column is selected so that nothing is lost on the way; `quoted` is its name in backticks. The driver would make numbers of BIT, lists of
 * SET and objects of JSON, and the server prints six digits of a FLOAT.
 */
export function selectExpression({ type }: ColumnDef, quoted: string): string {
  switch (type.kind) {
    case 'bit':
      return `CAST(${quoted} AS UNSIGNED)`
    case 'float':
      return type.double ? quoted : `CAST(${quoted} AS DOUBLE)`
    case 'set':
    case 'json':
      return `CAST(${quoted} AS CHAR CHARACTER SET utf8mb4)`
    case 'binary':
      return `HEX(${quoted})`
    default:
      return quoted
  }
}

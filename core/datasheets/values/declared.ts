import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { parseDecimal, plainText } from './decimal.ts'

/** What information_schema says of one column. */
export type DeclaredColumn = {
  name: string
  dataType: string
  columnType: string
  nullable: boolean
  default: string | null
  extra: string
  comment: string
  chars: number | null
  octets: number | null
  precision: number | null
  scale: number | null
  fsp: number | null
  charset: string | null
  collation: string | null
  /** MariaDB's JSON is a longtext with a check that it is valid. */
  checkedJson: boolean
}

/** MariaDB writes defaults as SQL (`'abc'`, `0`, `NULL`), MySQL their plain text, with a mark for expressions in `extra`. */
export type Dialect = 'mysql' | 'mariadb'

const integerBytes: Readonly<Record<string, 1 | 2 | 3 | 4 | 8>> = { tinyint: 1, smallint: 2, mediumint: 3, int: 4, bigint: 8 }
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0', Z: '\u001a' }

/** The text of a literal in single quotes, as both servers print it: quotes doubled, backslash in front of what needs it. */
const unquoted = (literal: string): string =>
  literal.slice(1, -1).replace(/''|\\(.)/gs, (pair, escaped: string | undefined) => (pair === "''" ? "'" : (escapes[escaped as string] ?? (escaped as string))))

/** The labels of `enum('a','it''s')`. */
export const labelsOf = (columnType: string): string[] => (columnType.match(/'(?:[^'\\]|''|\\.)*'/gs) ?? []).map(unquoted)

function numberType({ dataType, columnType, precision, scale }: DeclaredColumn): ColumnType | null {
  const unsigned = /\bunsigned\b/i.test(columnType)
  const bytes = integerBytes[dataType]
  if (bytes) return { kind: 'integer', bytes, unsigned, boolean: columnType.startsWith('tinyint(1)') }
  if (dataType === 'decimal') return { kind: 'decimal', precision: precision ?? 10, scale: scale ?? 0, unsigned }
  if (dataType === 'float' || dataType === 'double') return { kind: 'float', double: dataType === 'double', unsigned }
  return dataType === 'bit' ? { kind: 'bit', bits: precision ?? 1 } : null
}

function textType({ dataType, chars, octets, charset, collation }: DeclaredColumn): ColumnType | null {
  const maxBytes = octets ?? 0
  if (/^(?:var)?char$/.test(dataType)) return { kind: 'text', maxChars: chars, maxBytes, charset: charset ?? '', collation: collation ?? '' }
  if (/^(?:tiny|medium|long)?text$/.test(dataType)) return { kind: 'text', maxChars: null, maxBytes, charset: charset ?? '', collation: collation ?? '' }
  return /^(?:(?:var)?binary|(?:tiny|medium|long)?blob)$/.test(dataType) ? { kind: 'binary', maxBytes, fixed: dataType === 'binary' } : null
}

function timeType({ dataType, fsp }: DeclaredColumn): ColumnType | null {
  if (dataType === 'date' || dataType === 'year') return { kind: dataType }
  return dataType === 'time' || dataType === 'datetime' || dataType === 'timestamp' ? { kind: dataType, fsp: fsp ?? 0 } : null
}

/** What a column can hold. */
export function columnTypeOf(column: DeclaredColumn): ColumnType {
  const { dataType, columnType, collation } = column
  if (dataType === 'json' || column.checkedJson) return { kind: 'json' }
  if (dataType === 'enum' || dataType === 'set') return { kind: dataType, labels: labelsOf(columnType), collation: collation ?? '' }
  return numberType(column) ?? textType(column) ?? timeType(column) ?? { kind: 'other', declared: columnType }
}

/** `b'101'` as 5, `0x41` as it is, a number as it is. */
function literalOf(text: string): string | null {
  const bits = /^b'([01]+)'$/i.exec(text)
  if (bits) return String(BigInt(`0b${bits[1]}`))
  const number = parseDecimal(text)
  return number ? plainText(number) : null
}

function defaultOf({ default: text, nullable, extra, dataType }: DeclaredColumn, dialect: Dialect): ColumnDef['default'] {
  if (text === null) return dialect === 'mysql' && nullable ? { value: null } : null
  if (dialect === 'mysql') {
    if (/\bDEFAULT_GENERATED\b/i.test(extra)) return { expression: text }
    return { value: dataType === 'bit' ? (literalOf(text) ?? text) : text }
  }
  if (text === 'NULL') return { value: null }
  if (/^'.*'$/s.test(text)) return { value: unquoted(text) }
  const literal = literalOf(text)
  return literal === null ? { expression: text } : { value: literal }
}

/** A column as the console knows it, from what information_schema says. */
export function columnDefOf(column: DeclaredColumn, dialect: Dialect): ColumnDef {
  const generated = /\b(?:VIRTUAL|STORED|PERSISTENT)\b/i.test(column.extra)
  return {
    name: column.name,
    type: columnTypeOf(column),
    declared: column.columnType,
    nullable: column.nullable,
    default: generated ? null : defaultOf(column, dialect),
    autoIncrement: /\bauto_increment\b/i.test(column.extra),
    generated,
    onUpdate: /\bon update\b/i.test(column.extra),
    comment: column.comment,
  }
}

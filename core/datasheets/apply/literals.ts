import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'

/** An identifier in backticks. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

const escapes: Readonly<Record<string, string>> = { '\0': '\\0', '\n': '\\n', '\r': '\\r', '\u001a': '\\Z', "'": "\\'", '\\': '\\\\' }
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a text between single quotes cannot hold as it is.
const special = /[\0\n\r\u001a'\\]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same, to replace each.
const specials = /[\0\n\r\u001a'\\]/g

/** A text between single quotes, for sessions in which the backslash escapes (no NO_BACKSLASH_ESCAPES). */
export const quoteText = (text: string): string => `'${special.test(text) ? text.replace(specials, (one) => escapes[one] as string) : text}'`

const numberShape = /^-?\d+(?:\.\d+)?$/
const floatShape = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i
const hexShape = /^(?:[0-9A-F]{2})*$/i

function checked(text: string, shape: RegExp, kind: string): string {
  if (!shape.test(text)) throw new Error(`not a value of ${kind}: ${text.slice(0, 80)}`)
  return text
}

function literalBy(kind: ColumnType['kind']): (text: string) => string {
  switch (kind) {
    case 'integer':
    case 'bit':
    case 'year':
    case 'decimal':
      return (text) => checked(text, numberShape, kind)
    case 'float':
      // With an exponent it is a double; without, the server takes it for a decimal.
      return (text) => (/e/i.test(checked(text, floatShape, kind)) ? text : `${text}e0`)
    case 'binary':
      return (text) => `x'${checked(text, hexShape, kind)}'`
    case 'other':
      throw new Error('a column of this type cannot be written')
    default:
      return quoteText
  }
}

/**
 * How a canonical value of a column is written in a statement; null is NULL. Numbers stand as they are, so that none passes through a double,
 * bytes as hexadecimal digits, all else as text. @throws Error for what is no value of the type: a statement is never made of it.
 */
export function literal({ type }: ColumnDef): (value: string | null) => string {
  const write = literalBy(type.kind)
  return (value) => (value === null ? 'NULL' : write(value))
}

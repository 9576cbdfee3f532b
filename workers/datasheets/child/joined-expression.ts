import { serverNull, serverSeparator } from '#core/datasheets/diff/server-line.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { quoteName } from '#server/game-database.ts'

const byte = (value: number): string => `x'${value.toString(16)}'`

/** A column as the server prints its canonical form, in the bytes of UTF-8; null where it prints another. */
function printed({ name, type, declared }: ColumnDef): string | null {
  const quoted = quoteName(name)
  switch (type.kind) {
    case 'integer':
      return /zerofill/i.test(declared) ? `CAST(${quoted} AS UNSIGNED)` : quoted
    case 'decimal':
      return /zerofill/i.test(declared) ? null : quoted
    case 'bit':
      return `CAST(${quoted} AS UNSIGNED)`
    case 'text':
    case 'enum':
    case 'set':
      return `CONVERT(${quoted} USING utf8mb4)`
    case 'binary':
      return `HEX(${quoted})`
    case 'date':
    case 'time':
    case 'datetime':
    case 'timestamp':
      return quoted
    default:
      return null
  }
}

/**
 * All values of a row as one, each as its canonical text, with bytes between them and for NULL that no text holds; null where a column's canonical
 * form is made here (floats, years, JSON). Carriage returns are still in it.
 */
export function joinedExpression(columns: readonly ColumnDef[]): string | null {
  const parts = columns.map(printed)
  if (columns.length === 0 || parts.includes(null)) return null
  const values = parts.map((part) => `IFNULL(CAST(${part} AS BINARY), ${byte(serverNull)})`)
  return `CONCAT_WS(${byte(serverSeparator)}, ${values.join(', ')})`
}

import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { problem, type Read, serverDefault } from './read.ts'

/** Whether the column can hold an empty text beside NULL. */
export const takesEmpty = ({ type }: ColumnDef): boolean =>
  type.kind === 'text' || type.kind === 'binary' || type.kind === 'set' || (type.kind === 'enum' && type.labels.includes(''))

/** The column's own default, read like a cell where it is a literal. */
function columnDefault(column: ColumnDef, readText: (text: string) => Read): Read {
  if (column.autoIncrement) return serverDefault
  if (column.default === null) return problem('blank_without_default')
  if ('expression' in column.default) return serverDefault
  const { value } = column.default
  if (value === null) return null
  const read = value === '' && takesEmpty(column) ? '' : readText(value)
  return typeof read === 'string' ? read : serverDefault
}

/**
 * What a blank cell is in a column. Without a word in the mapping: NULL where the column takes it, the server's next number in an AUTO_INCREMENT
 * column, else an error.
 */
export function blankOf(column: ColumnDef, mapping: ColumnMapping | undefined, readText: (text: string) => Read): Read {
  switch (mapping?.blank) {
    case 'default':
      return columnDefault(column, readText)
    case 'empty':
      return takesEmpty(column) ? '' : problem('blank_not_allowed')
    case 'null':
      return column.nullable ? null : problem('null_not_allowed')
    case 'error':
      return problem('blank_not_allowed')
    default:
      if (column.autoIncrement) return serverDefault
      return column.nullable ? null : problem('blank_not_allowed')
  }
}

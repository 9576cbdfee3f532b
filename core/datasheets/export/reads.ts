import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { blankOf, takesEmpty } from '#core/datasheets/values/blank.ts'
import { serverDefault } from '#core/datasheets/values/read.ts'

/** What stands for NULL and for an empty text where the mapping names no token; the second where the mapping uses the first for something else. */
const nullTokens = ['\\N', '\\NULL'] as const
const emptyTokens = ['\\E', '\\EMPTY'] as const

/** A backslash in front escapes a text that equals a token: tokens that differ by backslashes alone would be confused. */
const bare = (token: string): string => token.replace(/^\\+/, '')
const unlike = (tokens: readonly string[], other: string | undefined): string =>
  tokens.find((token) => other === undefined || bare(token) !== bare(other)) ?? (tokens[0] as string)

/** What a blank cell of a column is read as; anything but NULL and an empty text leads back to no value that is known here. */
export const readBlank = (column: ColumnDef, mapping: ColumnMapping): unknown => blankOf(column, mapping, () => serverDefault)

function emptyReads(column: ColumnDef, mapping: ColumnMapping, isKey: boolean): ColumnMapping {
  if (!takesEmpty(column) || mapping.emptyToken !== undefined) return {}
  // A row whose only value is a blank key would be no row.
  if (!isKey && readBlank(column, mapping) === '') return {}
  if (!isKey && !column.nullable && mapping.blank === undefined && !column.autoIncrement) return { blank: 'empty' }
  return { emptyToken: unlike(emptyTokens, mapping.nullToken) }
}

/**
 * What has to be said of a column beside its mapping so that each of its values can be written and read again: in a column that takes both NULL and
 * empty texts a blank is only one of them. Empty where the mapping says enough.
 */
export function readsOf(column: ColumnDef, mapping: ColumnMapping = {}, isKey = false): ColumnMapping {
  const forEmpty = emptyReads(column, mapping, isKey)
  const isBlankNull = readBlank(column, { ...forEmpty, ...mapping }) === null
  if (!column.nullable || isBlankNull || mapping.nullToken !== undefined) return forEmpty
  return { ...forEmpty, nullToken: unlike(nullTokens, mapping.emptyToken ?? forEmpty.emptyToken) }
}

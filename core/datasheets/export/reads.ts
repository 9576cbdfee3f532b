import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { blankOf, takesEmpty } from '#core/datasheets/values/blank.ts'
import { serverDefault } from '#core/datasheets/values/read.ts'
import { emptyTokens, nullTokens } from '#core/datasheets/values/tokens.ts'

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
 * All that the cells of a column are written with: what its mapping says, what is said beside it, and what a blank is where one may have been written
 * for NULL or an empty text. Whoever reads them by other rules gets other values.
 */
export function writtenBy(column: ColumnDef, mapping: ColumnMapping = {}, isKey = false): ColumnMapping {
  const rules = { ...readsOf(column, mapping, isKey), ...mapping }
  const blank = readBlank(column, rules)
  if (blank === null) return { ...rules, blank: 'null' }
  return blank === '' ? { ...rules, blank: 'empty' } : rules
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

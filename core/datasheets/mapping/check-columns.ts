import { below, type MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { ColumnMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { nearestName } from '#core/datasheets/mapping/nearest.ts'
import { hintOf } from '#core/datasheets/mapping/sheet-finding.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

/** Whether a sheet can carry values of a column at all. */
export const isWritable = ({ generated, type }: ColumnDef): boolean => !generated && type.kind !== 'other'

export const columnIn = (table: TableDef, name: string): ColumnDef | undefined => table.columns.find((column) => column.name === name)

/** A name that is no column of a table, with the one that was probably meant. */
export const unknownColumn = (table: TableDef, column: string, path: string): MappingIssue => {
  const names = table.columns.map(({ name }) => name)
  return { level: 'error', path, code: 'column_unknown', params: { table: table.name, column, ...hintOf(nearestName(column, names)) } }
}

function keyColumnIssues(table: TableDef, name: string, path: string): MappingIssue[] {
  const column = columnIn(table, name)
  if (!column) return [unknownColumn(table, name, path)]
  const params = { table: table.name, column: name, declared: column.declared }
  if (!isWritable(column) || column.onUpdate || column.type.kind === 'json') return [{ level: 'error', path, code: 'key_type', params }]
  return column.nullable ? [{ level: 'error', path, code: 'key_nullable', params }] : []
}

/** The key of a table: there must be one, and one only. */
export function checkKey({ key }: TableMapping, table: TableDef): MappingIssue[] {
  const params = { table: table.name, key: table.primaryKey.join(', ') }
  if (table.primaryKey.length) return key.length ? [{ level: 'error', path: 'key', code: 'key_not_needed', params }] : []
  if (!key.length) return [{ level: 'error', path: 'key', code: 'key_missing', params }]
  const twice = key.filter((name, n) => key.indexOf(name) < n)
  return [
    ...key.flatMap((name, n) => keyColumnIssues(table, name, `key.${n}`)),
    ...twice.map((column): MappingIssue => ({ level: 'error', path: 'key', code: 'key_twice', params: { table: table.name, column } })),
  ]
}

const canBeEmpty = ({ type }: ColumnDef): boolean => type.kind === 'text' || type.kind === 'set' || type.kind === 'binary'
const hasDefault = (column: ColumnDef): boolean => column.default !== null || column.nullable || column.autoIncrement

/** A backslash in front escapes a text that equals a token, so tokens that differ by backslashes alone would be confused. */
const bareToken = (token: string): string => token.replace(/^\\+/, '')

function tokenIssues(column: ColumnDef, { nullToken, emptyToken }: ColumnMapping): Pick<MappingIssue, 'level' | 'path' | 'code'>[] {
  const same = nullToken !== undefined && emptyToken !== undefined && bareToken(nullToken) === bareToken(emptyToken)
  return [
    ...(same ? [{ level: 'error' as const, path: 'emptyToken', code: 'tokens_same' }] : []),
    ...(nullToken?.trim() === '' ? [{ level: 'error' as const, path: 'nullToken', code: 'token_blank' }] : []),
    ...(emptyToken?.trim() === '' ? [{ level: 'error' as const, path: 'emptyToken', code: 'token_blank' }] : []),
    ...(nullToken !== undefined && !column.nullable ? [{ level: 'warning' as const, path: 'nullToken', code: 'token_null_unused' }] : []),
    ...(emptyToken !== undefined && !canBeEmpty(column) ? [{ level: 'warning' as const, path: 'emptyToken', code: 'token_empty_unused' }] : []),
  ]
}

function blankIssues(column: ColumnDef, { blank }: ColumnMapping): Pick<MappingIssue, 'level' | 'path' | 'code'>[] {
  const fits = { null: column.nullable, empty: canBeEmpty(column), default: hasDefault(column), error: true }
  return blank && !fits[blank] ? [{ level: 'error', path: 'blank', code: `blank_${blank}` }] : []
}

function columnIssues(table: TableDef, name: string, mapping: ColumnMapping): MappingIssue[] {
  const column = columnIn(table, name)
  if (!column) return [unknownColumn(table, name, '')]
  const params = { table: table.name, column: name, declared: column.declared }
  if (!isWritable(column)) return [{ level: 'warning', path: '', code: 'column_not_writable', params }]
  return [...blankIssues(column, mapping), ...tokenIssues(column, mapping)].map((issue) => ({ ...issue, params }))
}

/** How blank cells and tokens of each column are read, against what the columns can hold. */
export const checkColumns = ({ columns }: TableMapping, table: TableDef): MappingIssue[] =>
  Object.entries(columns).flatMap(([name, mapping]) => below(`columns.${name}`, columnIssues(table, name, mapping)))

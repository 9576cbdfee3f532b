import { literal, quoteName } from '#core/datasheets/apply/literals.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'

/** Values of some columns in their order. */
export type Values = readonly (string | null)[]
type Key = readonly ColumnDef[]

/** FLOAT is compared as the double that its literal is. */
const compared = ({ name, type }: ColumnDef): string => (type.kind === 'float' && !type.double ? `CAST(${quoteName(name)} AS DOUBLE)` : quoteName(name))

const comparedLiteral = (column: ColumnDef): ((value: string | null) => string) => {
  const write = literal(column)
  const { type } = column
  // What a FLOAT holds is the double nearest to its short text, seen through 24 bits.
  return type.kind === 'float' && !type.double ? (value) => (value === null ? 'NULL' : write(String(Math.fround(Number(value))))) : write
}

const equals = (column: ColumnDef, value: string | null): string =>
  value === null ? `${compared(column)} IS NULL` : `${compared(column)} = ${comparedLiteral(column)(value)}`

const oneRow = (key: Key, values: Values): string => key.map((column, at) => equals(column, values[at] ?? null)).join(' AND ')

const exact = /^-?\d{1,15}$/
/** Whole numbers that a double holds, which neighbour each other. */
const follows = (a: string | null | undefined, b: string | null | undefined): boolean =>
  typeof a === 'string' && typeof b === 'string' && exact.test(a) && exact.test(b) && Number(b) === Number(a) + 1

/** Runs of numbers that follow each other, as places from, to (inclusive). */
export function runsOf(values: readonly (string | null)[]): [from: number, to: number][] {
  const runs: [number, number][] = []
  for (let at = 0; at < values.length; at++) {
    const last = runs.at(-1)
    if (last && follows(values[at - 1], values[at])) last[1] = at
    else runs.push([at, at])
  }
  return runs
}

/** A run shorter than this costs more as a range of its own. */
const shortRun = 8

function numbersCondition(column: ColumnDef, values: readonly string[]): string {
  const name = quoteName(column.name)
  const [parts, single]: [string[], string[]] = [[], []]
  for (const [from, to] of runsOf(values)) {
    if (to - from + 1 < shortRun) single.push(...values.slice(from, to + 1))
    else parts.push(`${name} BETWEEN ${values[from]} AND ${values[to]}`)
  }
  const write = literal(column)
  if (single.length > 0) parts.push(`${name} IN (${single.map(write).join(', ')})`)
  return parts.join(' OR ')
}

/** The rows with these keys. Numbers that follow each other are a range: the server walks it instead of looking for each. */
export function keyCondition(key: Key, rows: readonly Values[]): string {
  const [column] = key
  if (rows.length === 0 || !column) return 'FALSE'
  if (key.length > 1 || rows.some(([value]) => value === null)) return rows.map((row) => `(${oneRow(key, row)})`).join(' OR ')
  const values = rows.map(([value]) => value as string)
  if (column.type.kind === 'integer') return numbersCondition(column, values)
  const write = comparedLiteral(column)
  return `${compared(column)} IN (${values.map(write).join(', ')})`
}

/** One INSERT of rows that all give the same columns. */
export function insertSql(table: string, columns: readonly ColumnDef[], rows: readonly Values[]): string {
  const writers = columns.map(literal)
  const tuples = rows.map((row) => `(${writers.map((write, at) => write(row[at] ?? null)).join(', ')})`)
  return `INSERT INTO ${quoteName(table)} (${columns.map(({ name }) => quoteName(name)).join(', ')}) VALUES ${tuples.join(', ')}`
}

export const deleteSql = (table: string, key: Key, keys: readonly Values[]): string => `DELETE FROM ${quoteName(table)} WHERE ${keyCondition(key, keys)}`

/** BIT takes a text for its bytes. */
const takesText = ({ type }: ColumnDef): boolean => type.kind !== 'bit'

/** For keys that are one run of numbers the value is chosen by its place, else by comparing. */
function chosen(column: ColumnDef, key: Key, keys: readonly Values[], values: readonly (string | null)[], dense: boolean): string {
  const write = literal(column)
  const [first] = values
  if (values.every((value) => value === first)) return write(first ?? null)
  const [keyColumn] = key as [ColumnDef]
  if (dense && takesText(column)) {
    const texts = values.map(write).map((text) => (/^-?\d/.test(text) ? `'${text}'` : text))
    return `ELT(${quoteName(keyColumn.name)} - (${keys[0]?.[0]}) + 1, ${texts.join(', ')})`
  }
  if (key.length === 1) {
    const compare = comparedLiteral(keyColumn)
    return `CASE ${compared(keyColumn)} ${values.map((value, at) => `WHEN ${compare(keys[at]?.[0] ?? null)} THEN ${write(value)}`).join(' ')} END`
  }
  return `CASE ${values.map((value, at) => `WHEN ${oneRow(key, keys[at] as Values)} THEN ${write(value)}`).join(' ')} END`
}

/** Whether keys are whole numbers that follow each other without a gap. */
function isDense(key: Key, keys: readonly Values[]): boolean {
  const [column] = key
  if (key.length !== 1 || column?.type.kind !== 'integer' || keys.length < shortRun) return false
  return runsOf(keys.map(([value]) => value ?? null)).length === 1
}

/**
 * One UPDATE of many rows that all change the same columns. `kept`: columns that are named so that the server leaves them as they are (those that it
 * would set to the time of the update). No table beside the one that is updated: neither a right nor a collation of another is needed.
 */
export function updateSql(
  table: string,
  key: Key,
  keys: readonly Values[],
  columns: readonly ColumnDef[],
  rows: readonly Values[],
  kept: readonly string[] = [],
): string {
  const dense = isDense(key, keys)
  const sets = columns.map((column, at) => {
    const values = rows.map((row) => row[at] ?? null)
    return `${quoteName(column.name)} = ${chosen(column, key, keys, values, dense)}`
  })
  const still = kept.map((name) => `${quoteName(name)} = ${quoteName(name)}`)
  return `UPDATE ${quoteName(table)} SET ${[...sets, ...still].join(', ')} WHERE ${keyCondition(key, keys)}`
}

import { KeyBytes } from '#core/datasheets/diff/key-bytes.ts'
import { keyColumn } from '#core/datasheets/diff/key-columns.ts'
import { lineOf } from '#core/datasheets/diff/line.ts'
import { rowsSql } from '#core/datasheets/mapping/compared.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { type GameSession, quoteName } from '#server/game-database.ts'
import type { TableOrder } from '#workers/datasheets/child/database-protocol.ts'
import { spillWriter } from '#workers/datasheets/child/spill.ts'
import { columnWeightSql, paddedCollations } from '#workers/datasheets/child/weights.ts'

const columnOf = (table: TableDef, name: string): ColumnDef => {
  const found = table.columns.find((column) => column.name === name)
  if (!found) throw new Error(`no column ${name} in ${table.name}`)
  return found
}

type Statement = { sql: string; values: string[] }

/** Values in the order of the columns, the weights of the texts of the key, the number of the slice. */
function statementOf({ table, slices }: TableOrder, columns: readonly ColumnDef[], weighed: readonly string[]): Statement {
  const tests = slices.map((slice) => rowsSql(slice, table, quoteName))
  const whole = slices.every((slice) => slice === null)
  const place = whole ? (slices.length > 0 ? '0' : '-1') : `CASE ${tests.map(({ sql }, slice) => `WHEN ${sql} THEN ${slice}`).join(' ')} ELSE -1 END`
  const values = columns.map((column) => selectExpression(column, quoteName(column.name)))
  return {
    sql: `SELECT ${[...values, ...weighed, place].join(', ')} FROM ${quoteName(table.name)}`,
    values: whole ? [] : tests.flatMap((test) => test.values),
  }
}

/** Reads a table into its file: a record a row, with the bytes of the key and a digest for every layout. */
export async function readTable(session: GameSession, order: TableOrder, seed: number): Promise<{ rows: number; words: number }> {
  const columns = order.columns.map((name) => columnOf(order.table, name))
  const key = order.key.map((name) => columnOf(order.table, name))
  const texts = key.flatMap(({ type }) => (type.kind === 'text' ? [type] : []))
  const padded = await paddedCollations(session, texts)
  const weighed: string[] = []
  const sources = key.map(({ name, type }) => {
    if (type.kind !== 'text') return order.columns.indexOf(name)
    return columns.length + weighed.push(columnWeightSql(quoteName(name), padded.has(type.collation))) - 1
  })
  const parts = key.map(keyColumn)
  const canons = columns.map(columnCanon)
  const slice = columns.length + weighed.length
  const { writer, end } = spillWriter(order.path, seed)
  const bytes = new KeyBytes()
  const values: (string | null)[] = columns.map(() => null)
  const keyValues: (string | null)[] = key.map(() => null)
  const others = order.layouts.map((layout) => (layout.length === columns.length ? null : layout))
  const digested: (string | null)[] = others.map(() => null)
  let row = 0
  const { sql, values: parameters } = statementOf(order, columns, weighed)
  await session.stream(sql, parameters, (cells) => {
    for (let at = 0; at < canons.length; at++) values[at] = (canons[at] as (typeof canons)[number])(cells[at] ?? null)
    for (let at = 0; at < parts.length; at++) {
      const from = sources[at] as number
      const value = from < columns.length ? (values[from] ?? null) : (cells[from] ?? null)
      keyValues[at] = value === null ? null : (parts[at] as (typeof parts)[number]).text(value as string)
    }
    bytes.write(parts, keyValues)
    for (let at = 0; at < others.length; at++) {
      const layout = others[at] ?? null
      digested[at] = layout && lineOf(layout.map((place) => values[place] ?? null))
    }
    writer.add(row++, Number(cells[slice]), bytes, lineOf(values), digested)
  })
  return { rows: row, words: end() }
}

import { carriedText } from '#core/datasheets/compare/carried.ts'
import { KeyBytes } from '#core/datasheets/diff/key-bytes.ts'
import { type KeyColumn, keyColumn } from '#core/datasheets/diff/key-columns.ts'
import { lineOf } from '#core/datasheets/diff/line.ts'
import type { RecordWriter } from '#core/datasheets/diff/record.ts'
import { serverValues } from '#core/datasheets/diff/server-line.ts'
import { rowsSql } from '#core/datasheets/mapping/compared.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { type GameCell, type GameSession, quoteName } from '#server/game-database.ts'
import type { TableOrder } from '#workers/datasheets/child/database-protocol.ts'
import { joinedExpression } from '#workers/datasheets/child/joined-expression.ts'
import { spillWriter } from '#workers/datasheets/child/spill.ts'
import { columnWeightSql, paddedCollations } from '#workers/datasheets/child/weights.ts'

const columnOf = (table: TableDef, name: string): ColumnDef => {
  const found = table.columns.find((column) => column.name === name)
  if (!found) throw new Error(`no column ${name} in ${table.name}`)
  return found
}

/** The number of the slice that a row belongs to, as SQL; -1 where none holds. */
function sliceSql({ table, slices }: TableOrder): { sql: string; values: string[] } {
  if (slices.every((slice) => slice === null)) return { sql: slices.length > 0 ? '0' : '-1', values: [] }
  const tests = slices.map((slice) => rowsSql(slice, table, quoteName))
  return { sql: `CASE ${tests.map(({ sql }, slice) => `WHEN ${sql} THEN ${slice}`).join(' ')} ELSE -1 END`, values: tests.flatMap(({ values }) => values) }
}

type Canon = (cell: GameCell) => string | null

/** The canonical text of a column's cells, as another column writes it. */
function canonAs(column: ColumnDef, as: ColumnDef): Canon {
  const canon = columnCanon(column)
  const carry = carriedText(column.type, as.type)
  if (!carry) return canon
  return (cell) => {
    const value = canon(cell)
    return value === null ? null : carry(value)
  }
}

type Layouts = readonly (readonly number[] | null)[]
type Taker = { select: readonly string[]; take: (cells: readonly GameCell[], row: number, source: number, key: KeyBytes) => void }

/** Value by value, for columns whose canonical form the server does not print. */
function valueTaker(columns: readonly ColumnDef[], as: readonly ColumnDef[], layouts: Layouts, writer: RecordWriter): Taker {
  const canons = columns.map((column, at) => canonAs(column, as[at] ?? column))
  const values: (string | null)[] = columns.map(() => null)
  const digested: (string | null)[] = layouts.map(() => null)
  return {
    select: columns.map((column) => selectExpression(column, quoteName(column.name))),
    take: (cells, row, source, key) => {
      for (let at = 0; at < canons.length; at++) values[at] = (canons[at] as Canon)(cells[at] ?? null)
      for (let at = 0; at < layouts.length; at++) {
        const layout = layouts[at] ?? null
        digested[at] = layout && lineOf(layout.map((place) => values[place] ?? null))
      }
      writer.add(row, source, key, lineOf(values), digested)
    },
  }
}

/** The line as one value that the server puts together: its bytes are copied, and no text is made of them here. */
function lineTaker(joined: string, columns: readonly ColumnDef[], layouts: Layouts, writer: RecordWriter): Taker {
  const byValue = valueTaker(columns, columns, layouts, writer)
  return {
    select: [joined],
    take: ([line], row, source, key) => {
      if (!(line instanceof Uint8Array)) throw new Error('a row is larger than the packets of the server (max_allowed_packet)')
      if (writer.addServerLine(row, source, key, line, layouts) < 0) byValue.take(serverValues(line), row, source, key)
    },
  }
}

type KeyCells = { parts: readonly KeyColumn[]; select: readonly string[]; canons: readonly Canon[] }

/** The columns of the key by themselves: of texts what they weigh. */
async function keyCells(session: GameSession, key: readonly ColumnDef[], as: readonly ColumnDef[]): Promise<KeyCells> {
  const padded = await paddedCollations(
    session,
    key.flatMap(({ type }) => (type.kind === 'text' ? [type] : [])),
  )
  return {
    parts: as.map(keyColumn),
    select: key.map((column) => {
      const quoted = quoteName(column.name)
      return column.type.kind === 'text' ? columnWeightSql(quoted, padded.has(column.type.collation)) : selectExpression(column, quoted)
    }),
    canons: key.map((column, at) =>
      column.type.kind === 'text' ? (cell: GameCell) => (cell === null ? null : String(cell)) : canonAs(column, as[at] ?? column),
    ),
  }
}

/** Reads a table into its file: a record a row, with the bytes of the key and a digest for every layout. */
export async function readTable(session: GameSession, order: TableOrder, seed: number): Promise<{ rows: number; words: number }> {
  const named = (names: readonly string[], table: TableDef) => names.map((name) => columnOf(table, name))
  const columns = named(order.columns, order.table)
  const as = named(order.columns, order.as ?? order.table)
  const { parts, select, canons } = await keyCells(session, named(order.key, order.table), named(order.key, order.as ?? order.table))
  const layouts = order.layouts.map((layout) => (layout.length === columns.length ? null : layout))
  const { writer, end } = spillWriter(order.path, seed)
  const joined = columns.some(({ type }, at) => carriedText(type, (as[at] as ColumnDef).type)) ? null : joinedExpression(columns)
  const taker = joined === null ? valueTaker(columns, as, layouts, writer) : lineTaker(joined, columns, layouts, writer)
  const slice = sliceSql(order)
  const keyAt = taker.select.length
  const sliceAt = keyAt + select.length
  const bytes = new KeyBytes()
  const keyValues: (string | null)[] = select.map(() => null)
  let row = 0
  const sql = `SELECT ${[...taker.select, ...select, slice.sql].join(', ')} FROM ${quoteName(order.table.name)}`
  await session.stream(sql, slice.values, (cells) => {
    for (let at = 0; at < parts.length; at++) {
      const value = (canons[at] as Canon)(cells[keyAt + at] ?? null)
      keyValues[at] = value === null ? null : (parts[at] as KeyColumn).text(value)
    }
    bytes.write(parts, keyValues)
    taker.take(cells, row++, Number(cells[sliceAt]), bytes)
  })
  return { rows: row, words: end() }
}

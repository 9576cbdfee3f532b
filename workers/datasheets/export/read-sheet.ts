import { Unwritable } from '#core/datasheets/export/unwritable.ts'
import { rowsSql } from '#core/datasheets/mapping/compared.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { type GameSession, quoteName } from '#server/game-database.ts'
import type { SheetOrder, TableOrder } from '#workers/datasheets/export/table-orders.ts'

type Values = readonly (string | null)[]
/** Takes the canonical values of a row, of its key and of the sheet's columns. Both lists are used again for the next row. */
export type TakeRow = (key: Values, values: Values) => Promise<void> | void

/** Characters of a key that a message names. */
const namedKey = 80

/**
 * Reads the rows of a sheet in the order of their key.
 * @throws Unreadable for a value that no sheet can hold, with its column and the key of its row.
 */
export async function readSheet(session: GameSession, { table, key }: TableOrder, { plan, writers }: SheetOrder, take: TakeRow): Promise<void> {
  const keyColumns = key.flatMap((name) => table.columns.filter((column) => column.name === name))
  const columns = plan.columns.map(({ column }) => column)
  const all = [...columns, ...keyColumns.filter((column) => !columns.includes(column))]
  const keyAt = keyColumns.map((column) => all.indexOf(column))
  const canons = all.map(columnCanon)
  const values: (string | null)[] = columns.map(() => null)
  const keyValues: (string | null)[] = keyColumns.map(() => null)
  const select = all.map((column) => selectExpression(column, quoteName(column.name))).join(', ')
  const where = rowsSql(plan.where, table, quoteName)
  const order = key.length ? ` ORDER BY ${key.map(quoteName).join(', ')}` : ''
  const sql = `SELECT ${select} FROM ${quoteName(table.name)} WHERE ${where.sql}${order}`
  const canonical = all.map((): string | null => null)
  await session.stream(sql, where.values, (cells) => {
    for (let at = 0; at < all.length; at++) canonical[at] = (canons[at] as (typeof canons)[number])(cells[at] ?? null)
    for (let at = 0; at < values.length; at++) values[at] = canonical[at] ?? null
    for (let at = 0; at < keyAt.length; at++) keyValues[at] = canonical[keyAt[at] as number] ?? null
    try {
      return take(keyValues, values)
    } catch (error) {
      if (!(error instanceof Unwritable)) throw error
      const column = error.at === null ? '' : (writers[error.at]?.column.name ?? '')
      throw unreadable(error.code, { table: table.name, column, key: keyValues.join(' / ').slice(0, namedKey), ...error.params })
    }
  })
}

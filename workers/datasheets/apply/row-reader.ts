import { keyCondition, type Values } from '#core/datasheets/apply/statements.ts'
import { serverValues } from '#core/datasheets/diff/server-line.ts'
import { selectExpression } from '#core/datasheets/values/from-database.ts'
import { type GameCell, type GameRow, type GameSession, quoteName } from '#server/game-database.ts'
import type { GameTable } from '#workers/datasheets/apply/game-table.ts'
import { joinedExpression } from '#workers/datasheets/child/joined-expression.ts'

/** A row in the order of the table's columns: canonical, and as its text is to the letter (the same list where that is no other). */
export type ReadRow = { values: Values; exact: Values }
export type Lock = 'lock' | 'look'

const CARRIAGE_RETURN = 0x0d

/** Reads rows exactly as the comparison reads them (child/read-table.ts). */
export class RowReader {
  private readonly table: GameTable
  private readonly joined: string | null
  private readonly select: string

  constructor(table: GameTable) {
    this.table = table
    this.joined = joinedExpression(table.columns)
    const one = (at: number) => `${selectExpression(table.columns[at] as GameTable['columns'][number], quoteName(table.columns[at]?.name ?? ''))} AS c${at}`
    this.select = this.joined === null ? table.columns.map((_, at) => one(at)).join(', ') : `${this.joined} AS line`
  }

  /** Whether rows come as lines that the server puts together, and nothing of a row has to be known but what a plan says. */
  get byLines(): boolean {
    return this.joined !== null && !this.table.columns.some(({ onUpdate }) => onUpdate)
  }

  /** Rows with these keys as the server's lines, in the order of the keys. */
  async lines(session: GameSession, keys: readonly Values[], lock: Lock): Promise<GameCell[]> {
    const order = this.table.keyColumns.map(({ name }) => quoteName(name)).join(', ')
    const rows = await session.query(this.sql(keys, lock, ` ORDER BY ${order}`))
    return rows.map(({ line }) => line ?? null)
  }

  private sql(keys: readonly Values[], lock: Lock, order = ''): string {
    const { name, keyColumns } = this.table
    return `SELECT ${this.select} FROM ${quoteName(name)} WHERE ${keyCondition(keyColumns, keys)}${order}${lock === 'lock' ? ' FOR UPDATE' : ''}`
  }

  /** Rows with these keys, in any order. `lock`: nobody else changes them before the end of the transaction. */
  async read(session: GameSession, keys: readonly Values[], lock: Lock): Promise<ReadRow[]> {
    if (keys.length === 0) return []
    return (await session.query(this.sql(keys, lock))).map((row) => (this.joined === null ? this.byColumn(row) : this.byLine(row.line ?? null)))
  }

  /** A line of the server as a row. */
  byLine(line: GameCell): ReadRow {
    if (!(line instanceof Uint8Array)) throw new Error('a row is larger than the packets of the server (max_allowed_packet)')
    const exact = serverValues(line)
    return { exact, values: line.includes(CARRIAGE_RETURN) ? this.canonical(exact) : exact }
  }

  private byColumn(row: GameRow): ReadRow {
    const { columns, canon } = this.table
    const cells = columns.map((_, at) => row[`c${at}`] ?? null)
    const values = cells.map((cell, at) => (canon[at] as (raw: GameCell) => string | null)(cell))
    const exact = cells.map((cell, at) => {
      const kind = columns[at]?.type.kind
      return typeof cell === 'string' && (kind === 'text' || kind === 'json') ? cell : (values[at] ?? null)
    })
    return { values, exact }
  }

  private canonical(exact: Values): Values {
    return exact.map((value, at) => this.table.canon[at]?.(value) ?? null)
  }
}

/** The key of a row as one text. */
export const keyOfRow = ({ key }: GameTable, values: Values): string =>
  key.length === 1 ? (values[key[0] as number] ?? '\u0000') : JSON.stringify(key.map((at) => values[at] ?? null))

/** The same of values in the order of the key. */
export const keyOfValues = (values: Values): string => (values.length === 1 ? (values[0] ?? '\u0000') : JSON.stringify(values))

/**
 * Sets rows against the keys that were asked for: at the place of each key its row, or null. A row whose key the server takes for the same though it is
 * spelled another way is looked for by itself.
 */
export async function rowsByKey(
  reader: RowReader,
  session: GameSession,
  table: GameTable,
  keys: readonly Values[],
  rows: readonly ReadRow[],
  lock: Lock,
): Promise<(ReadRow | null)[]> {
  const byText = new Map(rows.map((row) => [keyOfRow(table, row.values), row]))
  const found = keys.map((key) => byText.get(keyOfValues(key)) ?? null)
  if (found.reduce((sum, row) => sum + (row ? 1 : 0), 0) === rows.length) return found
  for (const [at, key] of keys.entries()) if (!found[at]) found[at] = (await reader.read(session, [key], lock))[0] ?? null
  return found
}

import type { ForeignKey } from '#core/datasheets/table.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type GameRow, type GameSession, isDenied, quoteName } from '#server/game-database.ts'
import type { GameSchema } from '#workers/datasheets/apply/game-table.ts'

/** A table whose rows refer to those of another one: what people call it, and what statements do. `outside`: it is in another database. */
export type Referring = { child: string; from: string; outside: boolean; foreignKey: ForeignKey }

/** All foreign keys that lead to a table, those of other databases on the server too. */
export function referringTo({ all, outside }: Pick<GameSchema, 'all' | 'outside'>, table: string): Referring[] {
  const inside = all.flatMap(({ name, foreignKeys }) => foreignKeys.map((foreignKey) => ({ child: name, from: quoteName(name), outside: false, foreignKey })))
  const others = outside.map(({ database, table: name, foreignKey }) => ({
    child: `${database}.${name}`,
    from: `${quoteName(database)}.${quoteName(name)}`,
    outside: true,
    foreignKey,
  }))
  return [...inside, ...others].filter(({ foreignKey }) => foreignKey.table === table)
}

/** Why so many rows that would change along keep everything from being written: `code`, or outside_would_change where no sheet can have them. */
export const wouldChange = (code: string, { child, outside, foreignKey: { table } }: Referring, rows: number, action: string): RunFailure =>
  new RunFailure(refuse(outside ? 'outside_would_change' : code, 409, { table, child, rows, action }))

/** The one row of a statement that looks at rows which refer to those of `table`. Refuses referring_unreadable. */
export async function lookAtReferring(session: GameSession, sql: string, { child, foreignKey: { table } }: Referring): Promise<GameRow | undefined> {
  try {
    const [row] = await session.query(sql)
    return row
  } catch (error) {
    if (!isDenied(error)) throw error
    throw new RunFailure(refuse('referring_unreadable', 409, { table, child }), { cause: error as Error })
  }
}

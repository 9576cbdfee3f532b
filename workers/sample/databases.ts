import { gameTablesOf } from '#core/sample/game/game.ts'
import { createSqlOf, type GameEnvironment, type GameTable, insertSqlOf, tableMark } from '#core/sample/game/table.ts'
import type { SamplePlan } from '#core/sample/plan.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type GameDatabase, type GameSession, quoteName } from '#server/game-database.ts'

const rowsPerStatement = 1_000

/** Names of the tables there are, but for those in which the console notes what it wrote: they stay. @throws RunFailure sample_database_taken when one of them is not the sample's. */
async function ownTables(session: GameSession, database: string): Promise<string[]> {
  const found = await session.query(
    "SELECT TABLE_NAME AS name, TABLE_COMMENT AS mark FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' AND LEFT(TABLE_NAME, 13) <> '_quarterdeck_'",
    [database],
  )
  for (const { name, mark } of found) {
    if (mark !== tableMark) throw new RunFailure(refuse('sample_database_taken', 409, { database, table: String(name) }))
  }
  return found.map(({ name }) => String(name))
}

async function fill(session: GameSession, table: GameTable, plan: SamplePlan, environment: GameEnvironment, signal: AbortSignal): Promise<void> {
  const rows = table.rows(plan.seed, environment)
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    signal.throwIfAborted()
    await session.batch(insertSqlOf(table), rows.slice(from, from + rowsPerStatement))
  }
}

/**
 * Makes one game database of the sample, replacing what an earlier load left in it, and answers the rows per table as the
 * server counts them. May be repeated.
 * @throws RunFailure sample_count_differs when the server counts other rows than were written; SqlError without the privilege.
 */
export async function makeGameDatabase(
  server: GameDatabase,
  { database, environment, plan }: { database: string; environment: GameEnvironment; plan: SamplePlan },
  signal: AbortSignal,
): Promise<Record<string, number>> {
  return server.session(async (session) => {
    await session.execute(`CREATE DATABASE IF NOT EXISTS ${quoteName(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`)
    const old = await ownTables(session, database)
    await session.execute(`USE ${quoteName(database)}`)
    // Off while tables go and come: missions refer to later missions. It ends with the session.
    await session.execute('SET SESSION foreign_key_checks = 0')
    for (const table of old) await session.execute(`DROP TABLE ${quoteName(table)}`)
    const counts: Record<string, number> = {}
    for (const table of gameTablesOf(plan)) {
      await session.execute(createSqlOf(table))
      await fill(session, table, plan, environment, signal)
      counts[table.name] = await countRows(session, table.name)
    }
    return counts
  })
}

async function countRows(session: GameSession, table: string): Promise<number> {
  const [row] = await session.query(`SELECT COUNT(*) AS counted FROM ${quoteName(table)}`)
  return Number(row?.counted)
}

/** Counts the tables of a game database again and compares them with the generator's rows. */
export async function verifyGameDatabase(
  server: GameDatabase,
  { database, environment, plan }: { database: string; environment: GameEnvironment; plan: SamplePlan },
): Promise<void> {
  await server.session(async (session) => {
    await session.execute(`USE ${quoteName(database)}`)
    for (const table of gameTablesOf(plan)) {
      const counted = await countRows(session, table.name)
      const expected = table.rows(plan.seed, environment).length
      if (counted !== expected) throw new RunFailure(refuse('sample_count_differs', 500, { index: `${database}.${table.name}`, expected, counted }))
    }
  })
}

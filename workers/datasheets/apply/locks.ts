import { createHash } from 'node:crypto'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type ImportJob, otherImport } from '#features/datasheets/applying/repository.ts'
import type { GameSession } from '#server/game-database.ts'

/** An import by somebody else is waited for so long, an earlier attempt of this one longer: its connection may still be ending. */
const waitSeconds = 5
const zombieWaitMs = 60_000

const sqlMode = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'

/**
 * Makes a session one that writes exactly what it is told, whatever the account's server sets for its sessions: strict, so that nothing is cut or rounded;
 * 0 in a key that counts up stays 0; dates of zeros pass, because rows that hold them must come back. Nothing commits by itself: statements under way when a deadlock ends their transaction
 * begin another one, which goes with the connection. READ COMMITTED: the rows that are touched are
 * locked by reading them, and the gaps between them stay open for the game.
 */
export async function settleSession(session: GameSession): Promise<{ connection: number; database: string }> {
  await session.execute(`SET SESSION sql_mode = '${sqlMode}'`)
  await session.execute("SET SESSION time_zone = '+00:00', foreign_key_checks = 1, unique_checks = 1, sql_safe_updates = 0, autocommit = 0")
  await session.execute('SET SESSION innodb_lock_wait_timeout = 20')
  await session.execute('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const [row] = await session.query('SELECT CONNECTION_ID() AS id, DATABASE() AS name')
  return { connection: Number(row?.id), database: String(row?.name) }
}

/** Names of locks hold for the whole server and have at most 64 characters. */
export const lockName = (database: string, table: string): string =>
  `quarterdeck-${createHash('sha256').update(`${database}\n${table.toLowerCase()}`).digest('hex').slice(0, 48)}`

async function take(session: GameSession, name: string, seconds: number): Promise<boolean> {
  const [row] = await session.query('SELECT GET_LOCK(?, ?) AS held', [name, seconds])
  return Number(row?.held) === 1
}

/** Whether an earlier attempt of the same import still holds the lock: then its connection is ended. It has the right to: the account is the same. */
async function endZombie(session: GameSession, name: string, earlier: number | null): Promise<boolean> {
  if (earlier === null) return false
  const [row] = await session.query('SELECT IS_USED_LOCK(?) AS holder', [name])
  if (Number(row?.holder) !== earlier) return false
  await session.execute(`KILL ${earlier}`).catch(() => {})
  return true
}

/**
 * One import at a time per table of a database: locks of the server, which end with the session. Sorted, so that no two imports wait for each other.
 * `earlier`: the connection of an attempt of this import that may still be there. Refuses import_in_progress.
 */
export async function lockTables(session: GameSession, database: string, job: ImportJob, tables: readonly string[], earlier: number | null): Promise<void> {
  const names = [...new Set(tables.map((table) => lockName(database, table)))].sort()
  const until = Date.now() + zombieWaitMs
  for (const name of names) {
    while (!(await take(session, name, waitSeconds))) {
      const ended = await endZombie(session, name, earlier)
      if ((earlier !== null || ended) && Date.now() < until) continue
      const other = await otherImport(job, tables)
      const table = tables.find((one) => lockName(database, one) === name) ?? ''
      throw new RunFailure(refuse('import_in_progress', 409, { environment: job.environment.name, table, import: other?.id ?? '-', by: other?.by ?? '-' }))
    }
  }
}

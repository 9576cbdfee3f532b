import type { GameSession } from '#server/game-database.ts'

/** All tables as of one moment, whatever is written meanwhile. What the account's server sets for its sessions must not change how values are printed. */
export async function openSnapshot(session: GameSession): Promise<void> {
  await session.execute("SET SESSION sql_mode = ''")
  await session.execute('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ')
  await session.execute('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
}

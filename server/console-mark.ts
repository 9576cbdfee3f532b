import 'server-only'
import { randomUUID } from 'node:crypto'
import { db } from '#server/database.ts'
import type { GameSession } from '#server/game-database.ts'

/** Whether a session is on the database that the console keeps its own data in, by whatever address it came there. */
export type IsConsole = (session: GameSession) => Promise<boolean>

const holdMs = 30_000

/**
 * Puts a mark on the console's own server while `work` runs, at most 30 s: a named lock, which every session on the same
 * server sees and no other does. Needs no privilege.
 */
export async function withConsoleMark<T>(work: (isConsole: IsConsole) => Promise<T>): Promise<T> {
  const mark = `quarterdeck-${randomUUID()}`
  return db.$transaction(
    async (tx) => {
      const [own] = await tx.$queryRaw<{ name: string; held: bigint | null }[]>`SELECT DATABASE() AS name, GET_LOCK(${mark}, 0) AS held`
      try {
        return await work(async (session) => {
          const [row] = await session.query('SELECT DATABASE() AS name, IS_USED_LOCK(?) AS holder', [mark])
          return row !== undefined && row.holder !== null && row.name === own?.name
        })
      } finally {
        await tx.$queryRaw`SELECT RELEASE_LOCK(${mark})`
      }
    },
    { timeout: holdMs },
  )
}

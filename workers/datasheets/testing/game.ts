import { randomUUID } from 'node:crypto'
import { type GameCell, type GameRow, openGameDatabase, quoteName } from '#server/game-database.ts'

/** A game database of a test's own. */
export type Game = {
  name: string
  url: string
  run: (...statements: string[]) => Promise<void>
  insert: (table: string, rows: readonly (readonly GameCell[])[]) => Promise<void>
  query: (sql: string) => Promise<GameRow[]>
  drop: () => Promise<void>
}

/** `server`: address of an account that may create databases. */
export async function makeGame(server: string, ...statements: string[]): Promise<Game> {
  const name = `qd_sheets_${randomUUID().slice(0, 8)}`
  const address = new URL(server)
  address.pathname = ''
  const admin = openGameDatabase(address.toString())
  await admin.session((session) => session.execute(`CREATE DATABASE ${quoteName(name)} CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci`))
  address.pathname = name
  const url = address.toString()
  const database = openGameDatabase(url)
  const game: Game = {
    name,
    url,
    run: (...each) =>
      database.session(async (session) => {
        for (const sql of each) await session.execute(sql)
      }),
    insert: (table, rows) =>
      database.session(async (session) => {
        if (rows.length > 0) await session.batch(`INSERT INTO ${quoteName(table)} VALUES (${rows[0]?.map(() => '?').join(', ')})`, rows)
      }),
    query: (sql) => database.session((session) => session.query(sql)),
    drop: async () => void (await admin.session((session) => session.execute(`DROP DATABASE ${quoteName(name)}`))),
  }
  await game.run(...statements)
  return game
}

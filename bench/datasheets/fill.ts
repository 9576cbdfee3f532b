import { columns } from '#bench/datasheets/rows.ts'
import { type GameDatabase, quoteName } from '#server/game-database.ts'

const perStatement = 1_000

/** Makes the bench's table anew with rows 1 to `rows`. */
export async function fillTable(server: GameDatabase, table: string, rows: number): Promise<void> {
  await server.session(async (session) => {
    await session.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
    await session.execute(
      `CREATE TABLE ${quoteName(table)} (${columns.map(({ name, declared }) => `${quoteName(name)} ${declared}`).join(', ')}) CHARACTER SET utf8mb4`,
    )
    const sql = `INSERT INTO ${quoteName(table)} VALUES (${columns.map(() => '?').join(', ')})`
    for (let from = 1; from <= rows; from += perStatement) {
      const part = Array.from({ length: Math.min(perStatement, rows - from + 1) }, (_, at) => columns.map(({ value }) => value(from + at, 0)))
      await session.batch(sql, part)
    }
    await session.execute(`ANALYZE TABLE ${quoteName(table)}`).catch(() => 0)
  })
}

import { columns, sheetRows } from '#bench/datasheets/rows.ts'
import { type GameDatabase, quoteName } from '#server/game-database.ts'

const perStatement = 1_000

function nextOf(rows: Iterator<Row>): (string | null)[][] {
  const part: (string | null)[][] = []
  while (part.length < perStatement) {
    const next = rows.next()
    if (next.done) break
    const { row, edition } = next.value
    part.push(columns.map(({ value }) => value(row, edition)))
  }
  return part
}

type Row = { row: number; edition: number }

/** Makes the bench's table anew: with rows 1 to `rows`, or with these. */
export async function fillTable(server: GameDatabase, table: string, rows: number | Iterable<Row>): Promise<void> {
  const all = typeof rows === 'number' ? sheetRows(rows, { changed: 0, added: 0, gone: 0 }) : rows[Symbol.iterator]()
  await server.session(async (session) => {
    await session.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`)
    await session.execute(
      `CREATE TABLE ${quoteName(table)} (${columns.map(({ name, declared }) => `${quoteName(name)} ${declared}`).join(', ')}) CHARACTER SET utf8mb4`,
    )
    const sql = `INSERT INTO ${quoteName(table)} VALUES (${columns.map(() => '?').join(', ')})`
    for (let part = nextOf(all); part.length > 0; part = nextOf(all)) await session.batch(sql, part)
    await session.execute(`ANALYZE TABLE ${quoteName(table)}`).catch(() => 0)
  })
}

import { Readable } from 'node:stream'
import { createConnection } from 'mariadb'
import { columns } from '#bench/datasheets/rows.ts'
import { quoteName } from '#server/game-database.ts'

/** The rows as LOAD DATA reads them. */
export function loadText(rows: number): string {
  const lines: string[] = []
  for (let row = 1; row <= rows; row++) lines.push(columns.map(({ value }) => value(row, 0) ?? '\\N').join('\t'))
  return `${lines.join('\n')}\n`
}

/** Milliseconds that `LOAD DATA LOCAL` takes to fill an empty table of the same columns; null where the server does not let it. */
export async function loadData(url: URL, text: string, repeats: number): Promise<number | null> {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const settings = { host: url.hostname, port: Number(url.port || 3306), user, password, database: url.pathname.slice(1), permitLocalInfile: true }
  const table = quoteName('bench_loaded')
  const connection = await createConnection(settings)
  try {
    const [before] = await connection.query<{ on: number }[]>('SELECT @@GLOBAL.local_infile AS `on`')
    try {
      await connection.query('SET GLOBAL local_infile = 1')
    } catch {
      if (!before?.on) return null
    }
    await connection.query(`CREATE TABLE ${table} (${columns.map(({ name, declared }) => `${quoteName(name)} ${declared}`).join(', ')}) CHARACTER SET utf8mb4`)
    let best = Number.POSITIVE_INFINITY
    for (let at = 0; at < repeats; at++) {
      await connection.query(`TRUNCATE TABLE ${table}`)
      const began = performance.now()
      await connection.query({
        sql: `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table} CHARACTER SET utf8mb4`,
        infileStreamFactory: () => Readable.from([Buffer.from(text)]),
      })
      best = Math.min(best, performance.now() - began)
    }
    if (before && !before.on) await connection.query('SET GLOBAL local_infile = 0')
    return best
  } finally {
    await connection.query(`DROP TABLE IF EXISTS ${table}`)
    await connection.end()
  }
}

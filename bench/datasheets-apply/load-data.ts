import { Readable } from 'node:stream'
import { createConnection } from 'mariadb'
import { columns } from '#bench/datasheets/rows.ts'
import { quoteName } from '#server/game-database.ts'

/** The rows of one edition as LOAD DATA reads them. */
function loadText(rows: number, edition: number): Buffer {
  const lines: string[] = []
  for (let row = 1; row <= rows; row++) lines.push(columns.map(({ value }) => value(row, edition) ?? '\\N').join('\t'))
  return Buffer.from(`${lines.join('\n')}\n`)
}

const table = quoteName('bench_loaded')
type Loaded = { /** Into an empty table. */ filledMs: number /** Over the same rows of another edition. */; replacedMs: number }

/** Milliseconds of `LOAD DATA LOCAL` with as many rows of the same columns, the best of `repeats`; null where the server does not let it. */
export async function loadData(url: URL, rows: number, repeats: number): Promise<Loaded | null> {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  const settings = { host: url.hostname, port: Number(url.port || 3306), user, password, database: url.pathname.slice(1), permitLocalInfile: true }
  const texts = [loadText(rows, 0), loadText(rows, 1)] as const
  const connection = await createConnection(settings)
  const load = async (text: Buffer, how: '' | 'REPLACE'): Promise<number> => {
    const began = performance.now()
    await connection.query({
      sql: `LOAD DATA LOCAL INFILE 'rows' ${how} INTO TABLE ${table} CHARACTER SET utf8mb4`,
      infileStreamFactory: () => Readable.from([text]),
    })
    return performance.now() - began
  }
  try {
    const [before] = await connection.query<{ on: number }[]>('SELECT @@GLOBAL.local_infile AS `on`')
    try {
      await connection.query('SET GLOBAL local_infile = 1')
    } catch {
      if (!before?.on) return null
    }
    await connection.query(`CREATE TABLE ${table} (${columns.map(({ name, declared }) => `${quoteName(name)} ${declared}`).join(', ')}) CHARACTER SET utf8mb4`)
    let [filledMs, replacedMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let at = 0; at < repeats; at++) {
      await connection.query(`TRUNCATE TABLE ${table}`)
      filledMs = Math.min(filledMs, await load(texts[0], ''))
      replacedMs = Math.min(replacedMs, await load(texts[1], 'REPLACE'))
    }
    if (before && !before.on) await connection.query('SET GLOBAL local_infile = 0')
    return { filledMs, replacedMs }
  } finally {
    await connection.query(`DROP TABLE IF EXISTS ${table}`)
    await connection.end()
  }
}

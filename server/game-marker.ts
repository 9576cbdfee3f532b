import 'server-only'
import { errorFactsOf, type GameSession, isDenied, openGameDatabase } from '#server/game-database.ts'
import { log } from '#server/log.ts'

/** Table in which an import says that it committed: it does so in the transaction of its rows, so the one is there exactly if the others are. */
const markerTable = '`_quarterdeck_apply`'
const noSuchTable = 1146

/** One line per import: `token` is made for this import alone, so two consoles that share a game database cannot meet. */
export type Mark = { token: string; importId: bigint; sha256: string }

const definition = `CREATE TABLE IF NOT EXISTS ${markerTable} (
  token CHAR(36) CHARACTER SET ascii NOT NULL PRIMARY KEY, import_id BIGINT NOT NULL, sha256 CHAR(64) CHARACTER SET ascii NOT NULL, applied_at DATETIME(3) NOT NULL
) ENGINE = InnoDB COMMENT 'Quarterdeck: which imports have committed'`

export async function writeMark(session: GameSession, { token, importId, sha256 }: Mark): Promise<void> {
  await session.execute(`INSERT INTO ${markerTable} (token, import_id, sha256, applied_at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))`, [
    token,
    String(importId),
    sha256,
  ])
}

/** Whether the import committed; null when the table cannot be asked. */
export async function findMark(session: GameSession, { token, sha256 }: Mark): Promise<boolean | null> {
  try {
    const rows = await session.query(`SELECT sha256 FROM ${markerTable} WHERE token = ?`, [token])
    return rows.some((row) => row.sha256 === sha256)
  } catch (error) {
    if (isDenied(error) || errorFactsOf(error)?.errno === noSuchTable) return null
    throw error
  }
}

/** Whether a mark can be written here: one is, and taken back. */
async function canMark(session: GameSession, mark: Mark): Promise<'yes' | 'no' | 'missing'> {
  await session.execute('START TRANSACTION')
  try {
    await writeMark(session, mark)
    return (await findMark(session, mark)) ? 'yes' : 'no'
  } catch (error) {
    if (errorFactsOf(error)?.errno === noSuchTable) return 'missing'
    if (isDenied(error)) return 'no'
    throw error
  } finally {
    await session.execute('ROLLBACK')
  }
}

/** Makes the table where the account may; false where it may not. To be called outside of transactions: the server commits before it makes a table. */
export async function makeMarkerTable(session: GameSession): Promise<boolean> {
  try {
    await session.execute(definition)
    return true
  } catch (error) {
    if (isDenied(error)) return false
    throw error
  }
}

/** Makes it when an environment is set up; whatever keeps the console from doing so now, the first import tries again. At most 2 s to connect. */
export async function prepareGameDatabase(url: string): Promise<void> {
  await openGameDatabase(url, { connectTimeoutMs: 2_000 })
    .session(makeMarkerTable)
    .catch((error: unknown) => log.info({ err: error }, 'no table for marks was made'))
}

/** How the commit of an import can be proved later: by its mark, or by its rows alone. */
export async function provableBy(session: GameSession, mark: Mark): Promise<'marker' | 'rows'> {
  const first = await canMark(session, mark)
  if (first !== 'missing') return first === 'yes' ? 'marker' : 'rows'
  return (await makeMarkerTable(session)) && (await canMark(session, mark)) === 'yes' ? 'marker' : 'rows'
}

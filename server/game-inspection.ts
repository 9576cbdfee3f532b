import 'server-only'
import { withConsoleMark } from '#server/console-mark.ts'
import { type GameSession, openGameDatabase, quoteName } from '#server/game-database.ts'

export type GameInspection = {
  version: string
  database: string
  user: string
  readOnly: boolean
  encrypted: boolean
  visibleTables: number
  missing: string[]
  unreadable: string[]
  isConsole: boolean
}

const connectTimeoutMs = 4_000
const deniedTable = new Set([1142, 1143])
const noSuchTable = 1146

const isOn = (value: unknown): boolean => value === 1 || value === '1' || value === 'ON'

/** What a SELECT on one table meets: nothing, no such table, or no right. Anything else is thrown. */
async function readable(session: GameSession, table: string): Promise<'yes' | 'missing' | 'denied'> {
  try {
    await session.query(`SELECT 1 FROM ${quoteName(table)} LIMIT 0`)
    return 'yes'
  } catch (error) {
    const { errno } = error as { errno?: unknown }
    if (errno === noSuchTable) return 'missing'
    if (typeof errno === 'number' && deniedTable.has(errno)) return 'denied'
    throw error
  }
}

async function look(session: GameSession, tables: readonly string[]): Promise<Omit<GameInspection, 'isConsole'>> {
  const [server] = await session.query(
    'SELECT VERSION() AS version, DATABASE() AS name, CURRENT_USER() AS user, @@global.read_only AS ro, @@global.innodb_read_only AS iro',
  )
  const [cipher] = await session.query("SHOW SESSION STATUS LIKE 'Ssl_cipher'")
  // Tables of the console itself are none of the game's.
  const [visible] = await session.query(
    "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE() AND LEFT(table_name, 13) <> '_quarterdeck_'",
  )
  const seen = { missing: [] as string[], unreadable: [] as string[] }
  for (const table of tables) {
    const answer = await readable(session, table)
    if (answer === 'missing') seen.missing.push(table)
    if (answer === 'denied') seen.unreadable.push(table)
  }
  return {
    version: String(server?.version),
    database: String(server?.name),
    user: String(server?.user),
    readOnly: isOn(server?.ro) || isOn(server?.iro),
    encrypted: Boolean(cipher?.Value),
    visibleTables: Number(visible?.n),
    ...seen,
  }
}

/**
 * Looks at a game database without changing anything: server, privileges on the named tables, and whether it is the
 * console's own. Connecting takes at most 4 s. @throws the driver's errors, without the password.
 */
export function inspectGameDatabase(url: string, tables: readonly string[]): Promise<GameInspection> {
  const database = openGameDatabase(url, { connectTimeoutMs })
  return withConsoleMark((isConsole) => database.session(async (session) => ({ ...(await look(session, tables)), isConsole: await isConsole(session) })))
}

/** Whether the address leads to the console's own database; null when that cannot be told because it cannot be reached. */
export async function leadsToConsole(url: string): Promise<boolean | null> {
  const database = openGameDatabase(url, { connectTimeoutMs: 2_000 })
  return withConsoleMark((isConsole) => database.session(isConsole).catch(() => null))
}

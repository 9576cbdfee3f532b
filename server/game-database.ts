import 'server-only'
import { type Connection, type ConnectionConfig, createConnection, SqlError } from 'mariadb'
import { withoutCredentials } from '#core/shared/credentials.ts'
import { connectGuarded } from '#server/outbound.ts'

/** A cell as the server sent it: decimals, big integers, dates and JSON are texts, so nothing is rounded or shifted. */
export type GameCell = string | number | Uint8Array | null
export type GameRow = Record<string, GameCell>

/** One connection: session settings and transactions hold on it. Identifiers are the caller's to quote, values go as parameters. */
export type GameSession = {
  query: (sql: string, values?: readonly GameCell[]) => Promise<GameRow[]>
  /** A statement that returns no rows; how many it touched. */
  execute: (sql: string, values?: readonly GameCell[]) => Promise<number>
  /**
   * The rows of one SELECT as they come, each a list in the order of its columns; nothing is kept. Answers how many there were. No further row comes before
   * a promise that `onRow` gives back is kept. What it throws ends the connection, because the rest of the rows is still on its way.
   */
  stream: (sql: string, values: readonly GameCell[], onRow: (row: readonly GameCell[]) => Promise<void> | void) => Promise<number>
  /** One INSERT, UPDATE or DELETE for many rows of values. */
  batch: (sql: string, rows: readonly (readonly GameCell[])[]) => Promise<void>
}

export type GameDatabase = {
  /** `signal`: its abort breaks the connection off at once, in the middle of a statement too; the server rolls back and frees what the session held. */
  session: <T>(work: (session: GameSession) => Promise<T>, signal?: AbortSignal) => Promise<T>
}

function streamRows(connection: Connection, sql: string, values: readonly GameCell[], onRow: Parameters<GameSession['stream']>[2]): Promise<number> {
  return new Promise((resolve, reject) => {
    let rows = 0
    const stream = connection.queryStream({ sql, rowsAsArray: true }, [...values])
    const fail = (error: unknown): void => {
      reject(error)
      connection.destroy()
    }
    stream.on('error', reject)
    stream.on('end', () => resolve(rows))
    stream.on('data', (row: GameCell[]) => {
      try {
        const taken = onRow(row)
        rows++
        if (!taken) return
        stream.pause()
        taken.then(() => stream.resume(), fail)
      } catch (error) {
        fail(error)
      }
    })
  })
}

const sessionOf = (connection: Connection): GameSession => ({
  query: async (sql, values = []) => connection.query<GameRow[]>(sql, [...values]),
  execute: async (sql, values = []) => (await connection.query<{ affectedRows: number }>(sql, [...values])).affectedRows,
  stream: (sql, values, onRow) => streamRows(connection, sql, values, onRow),
  batch: async (sql, rows) => {
    await connection.batch(
      sql,
      rows.map((row) => [...row]),
    )
  },
})

const tlsOf = (mode: string | null): Pick<ConnectionConfig, 'ssl'> => {
  if (mode === null || mode === 'off') return {}
  return { ssl: mode === 'unchecked' ? { rejectUnauthorized: false } : true }
}

/**
 * Many servers give their sessions other settings (`init_connect`, `sql_select_limit`): texts would come as question marks, and of a table only its first
 * rows, without a word.
 */
const ownSettings = ['SET NAMES utf8mb4', "SET time_zone = '+00:00', sql_select_limit = 18446744073709551615, sql_quote_show_create = 1"] as const

function settingsOf(url: string, connectTimeoutMs: number): ConnectionConfig {
  const { hostname, port: given, username, password, pathname, searchParams } = new URL(url)
  const [host, port] = [hostname.replace(/^\[(.*)\]$/, '$1'), Number(given || 3306)]
  return {
    host,
    port,
    stream: () => connectGuarded(host, port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...(pathname.length > 1 ? { database: decodeURIComponent(pathname.slice(1)) } : {}),
    ...tlsOf(searchParams.get('tls')),
    connectTimeout: connectTimeoutMs,
    allowPublicKeyRetrieval: true,
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: true,
    insertIdAsNumber: false,
    dateStrings: true,
    autoJsonMap: false,
    initSql: [...ownSettings],
  }
}

/** Errors are logged and shown: none of their texts may hold the password. */
function withoutPassword(error: unknown, password: string | undefined): unknown {
  if (!(error instanceof Error)) return error
  const clean = (text: string) => withoutCredentials(text, password ? [password] : [])
  error.message = clean(error.message)
  error.stack = clean(error.stack ?? '')
  if (error instanceof SqlError && error.sqlMessage) Object.assign(error, { sqlMessage: clean(error.sqlMessage), sql: error.sql && clean(error.sql) })
  return error
}

/**
 * Opens a game's MySQL or MariaDB by `mysql://user:password@host:port/database?tls=off|verified|unchecked`; without a
 * database none is chosen. One statement a call, UTC session. Each session has a connection of its own: what is done here
 * takes seconds, and a pool would answer a refused sign-in with "timeout" instead of the server's words.
 */
export function openGameDatabase(url: string, { connectTimeoutMs = 5_000 } = {}): GameDatabase {
  const settings = settingsOf(url, connectTimeoutMs)
  return {
    session: async (work, signal) => {
      try {
        const connection = await createConnection(settings)
        const breakOff = () => connection.destroy()
        signal?.addEventListener('abort', breakOff, { once: true })
        try {
          signal?.throwIfAborted()
          return await work(sessionOf(connection))
        } finally {
          signal?.removeEventListener('abort', breakOff)
          await connection.end().catch(() => connection.destroy())
        }
      } catch (error) {
        throw withoutPassword(error, settings.password)
      }
    },
  }
}

/** Access denied to a database, an account, a table or an act (ER_DBACCESS_DENIED, ER_ACCESS_DENIED, ER_TABLEACCESS_DENIED, ER_SPECIFIC_ACCESS_DENIED). */
const deniedCodes = new Set([1044, 1045, 1142, 1227])

/** Whether the server refused for want of a privilege. */
export const isDenied = (error: unknown): boolean => error instanceof SqlError && deniedCodes.has(error.errno)

/** The server's own words about an error, e.g. `(conn:5, no: 1044, SQLState: 42000) Access denied ...`; null for any other error. */
export const sqlMessageOf = (error: unknown): string | null => (error instanceof SqlError ? (error.sqlMessage ?? error.message) : null)

/** An identifier in backticks. */
export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** Code, number and words of a driver's or the network's error. */
export function errorFactsOf(error: unknown): { code?: string | undefined; errno?: number | undefined; message: string } | null {
  if (!(error instanceof Error)) return null
  const { code, errno } = error as { code?: unknown; errno?: unknown }
  if (typeof code !== 'string' && typeof errno !== 'number') return null
  return { code: typeof code === 'string' ? code : undefined, errno: typeof errno === 'number' ? errno : undefined, message: error.message }
}

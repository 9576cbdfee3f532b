import 'server-only'
import { type Connection, type ConnectionConfig, createConnection, SqlError } from 'mariadb'

/** A cell as the server sent it: decimals, big integers, dates and JSON are texts, so nothing is rounded or shifted. */
export type GameCell = string | number | Uint8Array | null
export type GameRow = Record<string, GameCell>

/** One connection: session settings and transactions hold on it. Identifiers are the caller's to quote, values go as parameters. */
export type GameSession = {
  query: (sql: string, values?: readonly GameCell[]) => Promise<GameRow[]>
  /** A statement that returns no rows; how many it touched. */
  execute: (sql: string, values?: readonly GameCell[]) => Promise<number>
  /** One INSERT, UPDATE or DELETE for many rows of values. */
  batch: (sql: string, rows: readonly (readonly GameCell[])[]) => Promise<void>
}

export type GameDatabase = {
  session: <T>(work: (session: GameSession) => Promise<T>) => Promise<T>
}

const sessionOf = (connection: Connection): GameSession => ({
  query: async (sql, values = []) => connection.query<GameRow[]>(sql, [...values]),
  execute: async (sql, values = []) => (await connection.query<{ affectedRows: number }>(sql, [...values])).affectedRows,
  batch: async (sql, rows) => {
    await connection.batch(
      sql,
      rows.map((row) => [...row]),
    )
  },
})

/**
 * Opens a game's MySQL or MariaDB by `mysql://user:password@host:port/database`; without a database none is chosen. One
 * statement a call, UTC session. Each session has a connection of its own: what is done here takes seconds, and a
 * pool would answer a refused sign-in with "timeout" instead of the server's words.
 */
export function openGameDatabase(url: string): GameDatabase {
  const { hostname, port, username, password, pathname } = new URL(url)
  const settings: ConnectionConfig = {
    host: hostname,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    ...(pathname.length > 1 ? { database: decodeURIComponent(pathname.slice(1)) } : {}),
    connectTimeout: 5_000,
    allowPublicKeyRetrieval: true,
    multipleStatements: false,
    supportBigNumbers: true,
    bigNumberStrings: true,
    insertIdAsNumber: false,
    dateStrings: true,
    autoJsonMap: false,
    initSql: "SET time_zone = '+00:00'",
  }
  return {
    session: async (work) => {
      const connection = await createConnection(settings)
      try {
        return await work(sessionOf(connection))
      } finally {
        await connection.end()
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

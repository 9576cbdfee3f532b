import { type Refusal, refuse } from '#core/shared/refusal.ts'

export type ServerVersion = { product: 'MySQL' | 'MariaDB'; version: string; major: number; minor: number }

/** The oldest servers that the console's SQL is written for. */
export const oldest = { MySQL: [8, 0], MariaDB: [10, 6] } as const

/** What an inspection saw of a game database. Tables are those of the environment's list. */
export type Inspection = {
  version: string
  database: string
  user: string
  /** The server itself refuses writes: a replica, or set so. */
  readOnly: boolean
  encrypted: boolean
  /** Tables that the account can see. */
  visibleTables: number
  missing: readonly string[]
  unreadable: readonly string[]
  /** It is the database that the console keeps its own data in. */
  isConsole: boolean
}

/** Reads `10.11.6-MariaDB-0+deb12u1`, `5.5.5-10.4.1-MariaDB` and `8.0.36`; null for anything else. */
export function readVersion(text: string): ServerVersion | null {
  const product = /mariadb/i.test(text) ? 'MariaDB' : 'MySQL'
  const found = /^(\d+)\.(\d+)(\.\d+)?/.exec(product === 'MariaDB' ? text.replace(/^5\.5\.5-(?=\d)/, '') : text)
  return found ? { product, version: found[0], major: Number(found[1]), minor: Number(found[2]) } : null
}

function versionFault(text: string): Refusal | null {
  const read = readVersion(text)
  if (!read) return refuse('environment_not_mysql', 502, { host: '-', port: 0, detail: text.slice(0, 60) })
  const [major, minor] = oldest[read.product]
  if (read.major > major || (read.major === major && read.minor >= minor)) return null
  return refuse('environment_too_old', 422, { product: read.product, version: read.version, oldest: `${major}.${minor}` })
}

const named = (tables: readonly string[]): string => `${tables.slice(0, 10).join(', ')}${tables.length > 10 ? ' …' : ''}`

/** The first thing that keeps the console from working with this database; null when it may. */
export function inspectionFault(seen: Inspection): Refusal | null {
  const { database, user } = seen
  if (seen.isConsole) return refuse('environment_is_console', 422, { database }, 'url')
  const old = versionFault(seen.version)
  if (old) return old
  if (seen.missing.length) return refuse('environment_table_unknown', 422, { count: seen.missing.length, tables: named(seen.missing), database }, 'tables')
  if (seen.unreadable.length) return refuse('environment_no_select', 422, { count: seen.unreadable.length, tables: named(seen.unreadable), user })
  if (seen.visibleTables === 0) return refuse('environment_no_tables', 422, { database, user })
  return seen.readOnly ? refuse('environment_read_only', 422, { database }) : null
}

import { type Refusal, refuse } from '#core/shared/refusal.ts'

export type TlsMode = 'off' | 'verified' | 'unchecked'
/** Where a game database is and as whom. `password` is empty where the address has none. */
export type GameAddress = { host: string; port: number; database: string; user: string; password: string; tls: TlsMode }

const modes: readonly TlsMode[] = ['off', 'verified', 'unchecked']
const databaseShape = /^[^\p{Cc}`/\\.]{1,64}$/u
const hostShape = /^[\p{L}\p{N}._-]{1,253}$|^[0-9a-f:.]{2,45}$/iu

const wrong = (code: string): Refusal => refuse(code, 400, {}, 'url')

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

function tlsOf(query: URLSearchParams): TlsMode | null {
  const names = [...query.keys()]
  if (names.some((name) => name !== 'tls') || names.length > 1) return null
  const asked = query.get('tls') ?? 'off'
  return modes.find((mode) => mode === asked) ?? null
}

/**
 * Reads `mysql://user:password@host:port/database?tls=verified`; the port is 3306 where none is given.
 * The refusal names what is wrong and holds no part of the address, which may be a secret.
 */
export function readAddress(text: string): GameAddress | Refusal {
  if (!URL.canParse(text)) return wrong('address_unreadable')
  const url = new URL(text)
  if (url.protocol !== 'mysql:' && url.protocol !== 'mariadb:') return wrong('address_scheme')
  const [user, password, database] = [url.username, url.password, url.pathname.slice(1)].map(decoded)
  if (user == null || password == null || database == null) return wrong('address_unreadable')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  if (!hostShape.test(host)) return wrong('address_host')
  if (!user || user.length > 80) return wrong('address_user')
  if (!databaseShape.test(database)) return wrong('address_database')
  const tls = tlsOf(url.searchParams)
  if (tls === null || url.hash) return wrong('address_option')
  return { host, port: Number(url.port || 3306), database, user, password, tls }
}

/** The address as one text with everything that it takes encoded; the reverse of `readAddress`. */
export function writeAddress({ host, port, database, user, password, tls }: GameAddress): string {
  const who = `${encodeURIComponent(user)}${password ? `:${encodeURIComponent(password)}` : ''}`
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`
  return `mysql://${who}@${where}/${encodeURIComponent(database)}${tls === 'off' ? '' : `?tls=${tls}`}`
}

/** Whether a password that was given for one account may be used for the other: never on another server or as somebody else. */
export const isSameAccount = (a: GameAddress, b: GameAddress): boolean =>
  a.host.toLowerCase() === b.host.toLowerCase() && a.port === b.port && a.user === b.user

/** `user@host:port/database`, without the password. */
export const describeAddress = ({ host, port, database, user }: GameAddress): string => `${user}@${host.includes(':') ? `[${host}]` : host}:${port}/${database}`

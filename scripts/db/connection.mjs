import mariadb from 'mariadb'

/** `mysql://user:password@host:port/database` in its parts; `database` is '' when the address names none. */
export function parseDatabaseUrl(address) {
  const url = new URL(address)
  return {
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
  }
}

/** The same server and account, another database. */
export function withDatabase(address, database) {
  const url = new URL(address)
  url.pathname = `/${encodeURIComponent(database)}`
  return url.href
}

/** Runs `work` on one connection and closes it whatever happens. Several statements may be sent at once, as a migration does. */
export async function onConnection(address, work) {
  const { database, ...server } = parseDatabaseUrl(address)
  const connection = await mariadb.createConnection({
    ...server,
    ...(database ? { database } : {}),
    multipleStatements: true,
    // MySQL 8 and later without TLS hand out their RSA key only when asked to.
    allowPublicKeyRetrieval: true,
    bigIntAsNumber: true,
  })
  try {
    return await work(connection)
  } finally {
    await connection.end()
  }
}

export const quoted = (identifier) => `\`${identifier.replaceAll('`', '``')}\``

/** Makes the database of this address when it is missing. Answers true when it was made; throws, saying what to do, when the account may not. */
export async function ensureDatabase(address) {
  const { database, user } = parseDatabaseUrl(address)
  if (!database) throw new Error('DATABASE_URL names no database: mysql://user:password@host:3306/quarterdeck')
  if (await exists(address)) return false
  try {
    await onConnection(withDatabase(address, ''), (connection) =>
      connection.query(`CREATE DATABASE IF NOT EXISTS ${quoted(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`),
    )
  } catch (error) {
    const advice = `database "${database}" is missing and the account "${user}" may not make it: create it (utf8mb4) or grant CREATE on it`
    throw error.code === 'ER_DBACCESS_DENIED_ERROR' ? new Error(advice, { cause: error }) : error
  }
  return true
}

async function exists(address) {
  try {
    await onConnection(address, (connection) => connection.ping())
    return true
  } catch (error) {
    // An account without rights on a missing database is told "denied" instead of "unknown".
    if (error.code === 'ER_BAD_DB_ERROR' || error.code === 'ER_DBACCESS_DENIED_ERROR') return false
    throw error
  }
}

/** For throw-away databases only: those of the tests and the drift check. */
export const dropDatabase = (address) =>
  onConnection(withDatabase(address, ''), (connection) => connection.query(`DROP DATABASE IF EXISTS ${quoted(parseDatabaseUrl(address).database)}`))

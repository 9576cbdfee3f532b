import { onConnection, parseDatabaseUrl, quoted } from './connection.mjs'

/** Tables that the console appends to and never changes. */
const KEPT = ['audit_entry', 'audit_seal']
const ROWS = 'SELECT, INSERT, UPDATE, DELETE'
/** What the console may do in tables where it may not do everything. The key of the audit is encrypted anew when the secret is changed. */
const RIGHTS = { audit_entry: 'SELECT, INSERT', audit_seal: 'SELECT, INSERT', audit_key: 'SELECT, INSERT, UPDATE', _prisma_migrations: 'SELECT' }
const TRIGGERS = KEPT.flatMap((table) => [
  { name: `${table}_never_updated`, event: 'UPDATE', table },
  { name: `${table}_never_deleted`, event: 'DELETE', table },
])

/**
 * Keeps the console's account from changing rows of the audit, after every deploy.
 * With two accounts it gets rights on each table instead of on the whole database (`grants`); where that cannot be had, or with one account,
 * triggers refuse (`triggers`). Answers `{ mode, why }`: `why` says in words what stands in the way of something better, null when nothing does.
 */
export async function guardAudit(adminAddress, appAddress) {
  const account = await onConnection(appAddress, accountOf).catch((error) => {
    // Without any right on the database the account cannot open it, and will be able to only after this.
    if (error.code !== 'ER_DBACCESS_DENIED_ERROR') throw error
    return onConnection(withoutDatabase(appAddress), accountOf)
  })
  return onConnection(adminAddress, async (admin) => {
    if (!(await tablesOf(admin)).includes(KEPT[0])) return { mode: 'none', why: null }
    const why = (await accountOf(admin)) === account ? oneAccount : await restrict(admin, account, appAddress)
    if (why === null) await dropTriggers(admin)
    return why === null ? { mode: 'grants', why } : withTriggers(admin, why)
  })
}

const oneAccount =
  'migrations and the console use one account: give DATABASE_ADMIN_URL another one, and the console will not be able to change rows of the audit'

const withoutDatabase = (address) => {
  const url = new URL(address)
  url.pathname = '/'
  return url.href
}

const accountOf = async (connection) => (await connection.query('SELECT CURRENT_USER() AS account'))[0].account

/** `user@host` as an account name in SQL. */
const named = (account) => {
  const at = account.lastIndexOf('@')
  return [account.slice(0, at), account.slice(at + 1)].map((part) => `'${part.replaceAll("'", "''")}'`).join('@')
}

async function tablesOf(connection) {
  const rows = await connection.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}

/** Gives rights by table, takes those on the database, and tries. Answers why it is not enough, null when it is. */
async function restrict(admin, account, appAddress) {
  try {
    for (const table of await tablesOf(admin)) await admin.query(`GRANT ${RIGHTS[table] ?? ROWS} ON ${quoted(table)} TO ${named(account)}`)
    await takeWideRights(admin, account, parseDatabaseUrl(appAddress).database)
  } catch (error) {
    return `the account for migrations may not give rights by table (${error.sqlMessage ?? error.message})`
  }
  return (await mayChange(appAddress)) ? `the console's account ${account} has rights beyond its database that let it change rows of the audit` : null
}

/** Rights on exactly this database. Wider ones may belong to something else, and are left and told of. */
async function takeWideRights(admin, account, database) {
  const grants = (await admin.query(`SHOW GRANTS FOR ${named(account)}`)).map((row) => Object.values(row)[0])
  const places = grants.map((grant) => /^GRANT .+ ON (`(?:[^`]|``)+`)\.\* TO /.exec(grant)?.[1]).filter(Boolean)
  const own = places.filter((place) => place.slice(1, -1).replaceAll('``', '`').replaceAll('\\', '') === database)
  for (const place of own) await admin.query(`REVOKE ALL PRIVILEGES ON ${place}.* FROM ${named(account)}`)
}

const CHANGES = [
  'UPDATE audit_entry SET via = via WHERE 1 = 0',
  'DELETE FROM audit_entry WHERE 1 = 0',
  'UPDATE audit_seal SET hash = hash WHERE 1 = 0',
  'DELETE FROM audit_seal WHERE 1 = 0',
]

/** Asked of the server itself, as the console's account, by changing no row. */
async function mayChange(appAddress) {
  return onConnection(appAddress, async (connection) => {
    for (const change of CHANGES) if (!(await refused(connection.query(change)))) return true
    return false
  })
}

async function refused(query) {
  try {
    await query
    return false
  } catch (error) {
    if (error.code === 'ER_TABLEACCESS_DENIED_ERROR' || error.code === 'ER_COLUMNACCESS_DENIED_ERROR') return true
    throw error
  }
}

async function dropTriggers(admin) {
  for (const { name } of TRIGGERS) await admin.query(`DROP TRIGGER IF EXISTS ${name}`)
}

async function withTriggers(admin, why) {
  const there = (await admin.query('SELECT trigger_name AS name FROM information_schema.triggers WHERE trigger_schema = DATABASE()')).map(({ name }) => name)
  try {
    for (const { name, event, table } of TRIGGERS.filter((trigger) => !there.includes(trigger.name))) {
      const message = 'rows of the audit are never changed'
      await admin.query(`CREATE TRIGGER ${name} BEFORE ${event} ON ${table} FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '${message}'`)
    }
    return { mode: 'triggers', why }
  } catch (error) {
    return { mode: 'none', why: `${why}; and triggers could not be made: ${triggerAdvice(error)}` }
  }
}

function triggerAdvice(error) {
  if (error.code === 'ER_BINLOG_CREATE_ROUTINE_NEED_SUPER')
    return 'the server writes a binary log and lets only SUPER make triggers: SET GLOBAL log_bin_trust_function_creators = 1, or deploy once with an account that may'
  if (error.code === 'ER_TABLEACCESS_DENIED_ERROR') return 'the account lacks the right TRIGGER on the database'
  return error.sqlMessage ?? error.message
}

import { randomUUID } from 'node:crypto'
import { ensureDatabase, onConnection } from './connection.mjs'
import { compareMigrations, hasMigrationsTable, MIGRATIONS_TABLE, readMigrations, recordedMigrations } from './migrations.mjs'

/** A refusal under the code that Prisma gives to the same situation. */
export class MigrationError extends Error {
  constructor(code, message, options) {
    super(`${code}: ${message}`, options)
    this.name = 'MigrationError'
    this.code = code
  }
}

/**
 * Applies what is missing, in order, under the lock that Prisma takes as well. Makes the database when it is missing and the account may.
 * Answers `{ created, applied, edited, unknown }` (names). A migration that fails stays recorded as failed, and no other is applied until a
 * person has looked: MySQL cannot roll back DDL, so nobody else knows how far it came.
 */
export async function deploy(address, migrations = readMigrations()) {
  const created = await ensureDatabase(address)
  return onConnection(address, async (connection) => {
    await takeLock(connection)
    await prepareTable(connection)
    const { pending, failed, edited, unknown } = compareMigrations(migrations, await recordedMigrations(connection))
    if (failed.length)
      throw new MigrationError(
        'P3009',
        `${failed.join(', ')} began earlier and failed; repair the database, then run: node scripts/db.mjs resolve NAME applied|rolled-back`,
      )
    for (const name of pending) await apply(connection, find(migrations, name))
    return { created, applied: pending, edited, unknown }
  })
}

const find = (migrations, name) => migrations.find((migration) => migration.name === name)

async function takeLock(connection) {
  // Given back by the server when the connection ends, so that a killed deploy blocks nobody.
  const [{ taken }] = await connection.query("SELECT GET_LOCK('prisma_migrate', 10) AS taken")
  if (Number(taken) !== 1) throw new MigrationError('P1002', 'another deploy holds the lock on this server for more than 10 s')
}

async function prepareTable(connection) {
  if (await hasMigrationsTable(connection)) return
  const [{ n }] = await connection.query('SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE()')
  if (n) throw new MigrationError('P3005', 'the database holds tables of something else; give Quarterdeck a database of its own')
  await connection.query(MIGRATIONS_TABLE)
}

async function apply(connection, { name, sql, checksum }) {
  const id = randomUUID()
  await connection.query('INSERT INTO _prisma_migrations (id, checksum, started_at, migration_name) VALUES (?, ?, UTC_TIMESTAMP(3), ?)', [id, checksum, name])
  try {
    await connection.query(sql)
  } catch (error) {
    const reason = error.sqlMessage ?? error.message
    await connection.query('UPDATE _prisma_migrations SET logs = ? WHERE id = ?', [reason, id])
    throw new MigrationError('P3018', `${name} failed: ${reason}`, { cause: error })
  }
  await connection.query('UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = UTC_TIMESTAMP(3) WHERE id = ?', [id])
}

/** After a failed migration was looked at: `applied` when a person finished it by hand, `rolled-back` when its traces are gone and it may run again. */
export async function resolve(address, name, outcome) {
  const change = { applied: 'finished_at = UTC_TIMESTAMP(3), applied_steps_count = 1', 'rolled-back': 'rolled_back_at = UTC_TIMESTAMP(3)' }[outcome]
  if (!change) throw new Error('say "applied" or "rolled-back"')
  const { affectedRows } = await onConnection(address, (connection) =>
    connection.query(`UPDATE _prisma_migrations SET ${change} WHERE migration_name = ? AND finished_at IS NULL AND rolled_back_at IS NULL`, [name]),
  )
  if (!affectedRows) throw new MigrationError('P3012', `${name} is not recorded as failed`)
}

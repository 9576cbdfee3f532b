import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onConnection } from './connection.mjs'

export const MIGRATIONS_DIR = 'prisma/migrations'

/** The table that `prisma migrate` makes on MySQL, column by column, so that either tool can go on where the other stopped. */
export const MIGRATIONS_TABLE = `CREATE TABLE _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         DATETIME(3),
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      DATETIME(3),
    started_at          DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
    applied_steps_count INTEGER UNSIGNED NOT NULL DEFAULT 0
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`

/** SHA-256 of the file's bytes in lower-case hex: Prisma's checksum. */
export const checksum = (sql) => createHash('sha256').update(sql).digest('hex')

/** `[{ name, sql, checksum }]` of `<dir>/<name>/migration.sql`, in the order in which they are applied: by name. */
export function readMigrations(dir = MIGRATIONS_DIR) {
  const names = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(dir, entry.name, 'migration.sql')))
    .map((entry) => entry.name)
  return names.sort().map((name) => {
    const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: checksum(sql) }
  })
}

export async function hasMigrationsTable(connection) {
  const found = await connection.query(
    "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '_prisma_migrations'",
  )
  return found[0].n > 0
}

/** What the database says of its migrations, oldest first, without those that were marked as rolled back. */
export async function recordedMigrations(connection) {
  if (!(await hasMigrationsTable(connection))) return []
  return connection.query(
    'SELECT migration_name AS name, checksum, finished_at AS finishedAt, logs FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
  )
}

/**
 * Folder against database, by name: `pending` are to be applied, `failed` began and did not finish, `edited` were changed after they were
 * applied, `unknown` are in the database alone.
 */
export function compareMigrations(migrations, recorded) {
  const byName = new Map(recorded.map((row) => [row.name, row]))
  const inFolder = new Set(migrations.map((migration) => migration.name))
  return {
    pending: migrations.filter((migration) => !byName.has(migration.name)).map((migration) => migration.name),
    failed: recorded.filter((row) => !row.finishedAt).map((row) => row.name),
    edited: migrations.filter((migration) => (byName.get(migration.name)?.checksum ?? migration.checksum) !== migration.checksum).map(({ name }) => name),
    unknown: recorded.filter((row) => !inFolder.has(row.name)).map((row) => row.name),
  }
}

/** The comparison for a database by its address. */
export const migrationStatus = (address, migrations = readMigrations()) =>
  onConnection(address, async (connection) => compareMigrations(migrations, await recordedMigrations(connection)))

/** Names of the migrations that the database at this address still lacks. */
export const pendingMigrations = async (address, migrations) => (await migrationStatus(address, migrations)).pending

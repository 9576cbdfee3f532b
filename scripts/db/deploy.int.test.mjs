import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dropDatabase, onConnection, withDatabase } from './connection.mjs'
import { deploy, resolve } from './deploy.mjs'
import { migrationStatus, pendingMigrations, readMigrations } from './migrations.mjs'

const address = withDatabase(process.env.DATABASE_ADMIN_URL, `quarterdeck_deploy_${process.pid}`)
const first = 'CREATE TABLE `a` (`id` INTEGER NOT NULL, PRIMARY KEY (`id`));\n\nINSERT INTO `a` VALUES (1);\n'
let folder

const migration = (name, sql) => {
  mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, name, 'migration.sql'), sql)
}
const rows = () =>
  onConnection(address, (connection) =>
    connection.query('SELECT *, TIMESTAMPDIFF(SECOND, finished_at, UTC_TIMESTAMP(3)) AS ageSeconds FROM _prisma_migrations ORDER BY started_at'),
  )

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quarterdeck-migrations-'))
  await dropDatabase(address)
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await dropDatabase(address)
})

describe('deploy', () => {
  it('makes the database, applies every statement and records the file as Prisma does', async () => {
    migration('20260101000000_first', first)
    expect(await deploy(address, readMigrations(folder))).toMatchObject({ created: true, applied: ['20260101000000_first'] })
    const [row] = await rows()
    expect(row).toMatchObject({ migration_name: '20260101000000_first', logs: null, rolled_back_at: null, applied_steps_count: 1 })
    expect(row.checksum).toBe(createHash('sha256').update(Buffer.from(first)).digest('hex'))
    expect(row.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(row.ageSeconds).toBeLessThan(60)
  })

  it('keeps the table that prisma migrate makes on MySQL', async () => {
    await deploy(address, [])
    const columns = await onConnection(address, (connection) =>
      connection.query(
        `SELECT CONCAT_WS(' ', column_name, column_type, is_nullable, IFNULL(NULLIF(column_default, 'NULL'), '-'), column_key, IFNULL(collation_name, '-')) AS fact
         FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY ordinal_position`,
      ),
    )
    // As `SHOW CREATE TABLE` prints it after `prisma migrate deploy`; servers differ in how they spell integers and the clock.
    expect(columns.map(({ fact }) => fact.replace(/int\(\d+\)/, 'int').replace(/current_timestamp/i, 'CURRENT_TIMESTAMP'))).toEqual([
      'id varchar(36) NO - PRI utf8mb4_unicode_ci',
      'checksum varchar(64) NO -  utf8mb4_unicode_ci',
      'finished_at datetime(3) YES -  -',
      'migration_name varchar(255) NO -  utf8mb4_unicode_ci',
      'logs text YES -  utf8mb4_unicode_ci',
      'rolled_back_at datetime(3) YES -  -',
      'started_at datetime(3) NO CURRENT_TIMESTAMP(3)  -',
      'applied_steps_count int unsigned NO 0  -',
    ])
  })

  it('does nothing the second time', async () => {
    migration('20260101000000_first', first)
    await deploy(address, readMigrations(folder))
    const finishedAt = async () => (await rows()).map((row) => row.finished_at.getTime())
    const before = await finishedAt()
    expect(await deploy(address, readMigrations(folder))).toEqual({ created: false, applied: [], edited: [], unknown: [] })
    expect(await finishedAt()).toEqual(before)
  })

  it('applies only once when two deploys meet', async () => {
    migration('20260101000000_first', first)
    const both = await Promise.all([deploy(address, readMigrations(folder)), deploy(address, readMigrations(folder))])
    expect(both.flatMap(({ applied }) => applied)).toEqual(['20260101000000_first'])
  })

  it('records a failing migration, refuses the next deploy, and goes on after a person resolved it', async () => {
    migration('20260101000000_first', first)
    migration('20260102000000_broken', 'CREATE TABLE `b` (`id` INTEGER);\nALTER TABLE `missing` ADD COLUMN `x` INTEGER;\nCREATE TABLE `c` (`id` INTEGER);\n')
    await expect(deploy(address, readMigrations(folder))).rejects.toMatchObject({ code: 'P3018', message: expect.stringContaining('20260102000000_broken') })
    expect((await rows())[1]).toMatchObject({ finished_at: null, applied_steps_count: 0, logs: expect.stringContaining('missing') })
    await expect(deploy(address, readMigrations(folder))).rejects.toMatchObject({ code: 'P3009', message: expect.stringContaining('20260102000000_broken') })

    await onConnection(address, (connection) => connection.query('DROP TABLE `b`'))
    await resolve(address, '20260102000000_broken', 'rolled-back')
    migration('20260102000000_broken', 'CREATE TABLE `b` (`id` INTEGER);\n')
    expect(await deploy(address, readMigrations(folder))).toMatchObject({ applied: ['20260102000000_broken'] })
  })

  it('names a migration that was edited after it was applied, and one that the folder lacks', async () => {
    migration('20260101000000_first', first)
    migration('20260102000000_second', 'SELECT 1;\n')
    await deploy(address, readMigrations(folder))
    migration('20260101000000_first', `${first}-- later\n`)
    rmSync(join(folder, '20260102000000_second'), { recursive: true })
    expect(await deploy(address, readMigrations(folder))).toMatchObject({ edited: ['20260101000000_first'], unknown: ['20260102000000_second'] })
  })

  it('refuses a database that belongs to something else', async () => {
    await deploy(address, [])
    await onConnection(address, (connection) => connection.query('CREATE TABLE `theirs` (`id` INTEGER); DROP TABLE _prisma_migrations'))
    await expect(deploy(address, [])).rejects.toMatchObject({ code: 'P3005' })
  })
})

describe('status', () => {
  it('tells pending from applied', async () => {
    migration('20260101000000_first', first)
    await deploy(address, readMigrations(folder))
    migration('20260102000000_second', 'SELECT 1;\n')
    expect(await pendingMigrations(address, readMigrations(folder))).toEqual(['20260102000000_second'])
    expect(await migrationStatus(address, readMigrations(folder))).toEqual({ pending: ['20260102000000_second'], failed: [], edited: [], unknown: [] })
  })
})

describe('rights', () => {
  it('needs rights on its own database only, and says what to do where that is missing', async () => {
    const user = `qd_small_${process.pid}`
    const own = new URL(address)
    const admin = (sql) => onConnection(withDatabase(address, ''), (connection) => connection.query(sql))
    Object.assign(own, { username: user, password: 'small' })
    await admin(`CREATE USER '${user}'@'%' IDENTIFIED BY 'small'`)
    try {
      await expect(deploy(own.href, [])).rejects.toThrow(/create it \(utf8mb4\) or grant CREATE/)
      await admin(`GRANT SELECT, INSERT, UPDATE, CREATE, ALTER, INDEX, REFERENCES, DROP ON \`${own.pathname.slice(1)}\`.* TO '${user}'@'%'`)
      migration('20260101000000_first', first)
      expect(await deploy(own.href, readMigrations(folder))).toMatchObject({ created: true, applied: ['20260101000000_first'] })
    } finally {
      await admin(`DROP USER '${user}'@'%'`)
    }
  })
})

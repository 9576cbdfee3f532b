import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dropDatabase, onConnection, withDatabase } from './connection.mjs'
import { readDatamodel } from './ddl.mjs'
import { deploy } from './deploy.mjs'
import { findDrift } from './drift.mjs'
import { readMigrations } from './migrations.mjs'

const address = withDatabase(process.env.DATABASE_ADMIN_URL, `quarterdeck_drifting_${process.pid}`)

beforeAll(() => deploy(address))
afterAll(() => dropDatabase(address))

describe('drift', () => {
  it('finds none between the migrations, schema.prisma and a deployed database', async () => {
    const { facts, findings } = await findDrift(address, { live: true })
    expect(findings).toEqual([])
    expect(facts).toBeGreaterThan(100)
  })

  it('finds a column that only the schema has', async () => {
    const datamodel = readDatamodel()
    const model = datamodel.models.find((found) => found.dbName === 'audit_entry')
    model.fields.push({ kind: 'scalar', name: 'added', type: 'Int', isRequired: true, hasDefaultValue: false })
    const { findings } = await findDrift(address, { datamodel })
    expect(findings).toEqual([{ where: 'only in schema.prisma', fact: expect.stringMatching(/^column audit_entry\|added\|int/) }])
  })

  it('finds an index that only the migrations have', async () => {
    const extra = { name: '29990101000000_extra', sql: 'CREATE INDEX `sneaked` ON `audit_entry`(`userName`)', checksum: '0' }
    const { findings } = await findDrift(address, { migrations: [...readMigrations(), extra] })
    expect(findings).toEqual([{ where: 'only in the migrations', fact: expect.stringMatching(/^index audit_entry\|sneaked\|/) }])
  })

  it('finds a column that was added to the live database by hand', async () => {
    await onConnection(address, (connection) => connection.query('ALTER TABLE audit_entry ADD COLUMN `by_hand` INTEGER NULL'))
    const { findings } = await findDrift(address, { live: true })
    expect(findings).toEqual([{ where: 'only in the live database', fact: expect.stringMatching(/^column audit_entry\|by_hand\|/) }])
  })
})

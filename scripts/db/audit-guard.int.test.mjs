import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { guardAudit } from './audit-guard.mjs'
import { dropDatabase, onConnection, withDatabase } from './connection.mjs'
import { deploy } from './deploy.mjs'

const root = resolve(import.meta.dirname, '../..')
const database = `guarded_${process.pid}`
const user = `guard_${process.pid}`
const password = randomBytes(12).toString('hex')
const admin = withDatabase(process.env.DATABASE_ADMIN_URL, database)
const app = appAddress()

function appAddress() {
  const url = new URL(admin)
  Object.assign(url, { username: user, password })
  return url.href
}

const asAdmin = (sql) => onConnection(withDatabase(admin, ''), (connection) => connection.query(sql))
const row = "INSERT INTO audit_entry (userName, via, action, outcome) VALUES ('x', 'system', 'test', 'done')"
const link = `INSERT INTO audit_seal VALUES (1, 1, '${'0'.repeat(64)}', '${'0'.repeat(64)}', UTC_TIMESTAMP(3))`
const changes = ['UPDATE audit_entry SET userName = "y"', 'DELETE FROM audit_entry', 'UPDATE audit_seal SET seq = 2', 'DELETE FROM audit_seal']

/** What the server says to each of the statements; null where it did as it was told. */
const answers = (address, statements) =>
  onConnection(address, async (connection) => {
    const said = []
    for (const statement of statements)
      said.push(
        await connection.query(statement).then(
          () => null,
          ({ sqlMessage }) => sqlMessage,
        ),
      )
    return said
  })

beforeEach(async () => {
  await asAdmin(`DROP USER IF EXISTS '${user}'@'%'`)
  await asAdmin(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`)
  await dropDatabase(admin)
  await deploy(admin)
})
afterEach(() => dropDatabase(admin))
afterAll(() => asAdmin(`DROP USER IF EXISTS '${user}'@'%'`))

it('with two accounts: the console appends, and may neither change nor delete, nor take the table away', async () => {
  await asAdmin(`GRANT ALL PRIVILEGES ON \`${database.replaceAll('_', '\\_')}\`.* TO '${user}'@'%'`)
  expect(await guardAudit(admin, app)).toEqual({ mode: 'grants', why: null })
  expect(await answers(app, [row, link, 'INSERT INTO runs_worker VALUES ("a", "h", 1, "v", NOW(), NOW())', 'DELETE FROM runs_worker'])).toEqual([
    null,
    null,
    null,
    null,
  ])
  const harm = [...changes, 'TRUNCATE audit_entry', 'DROP TABLE audit_seal', 'ALTER TABLE audit_entry DROP COLUMN via', 'DELETE FROM audit_key']
  for (const said of await answers(app, harm)) expect(said).toMatch(/command denied/)
  // Nothing stands in the way of the administrator: what he does is found by verification.
  expect(await answers(admin, changes)).toEqual([null, null, null, null])
})

it('gives rights on an account that had none, and on tables that come later', async () => {
  expect(await guardAudit(admin, app)).toEqual({ mode: 'grants', why: null })
  await answers(admin, ['CREATE TABLE later (id INTEGER PRIMARY KEY)'])
  expect(await answers(app, ['INSERT INTO later VALUES (1)'])).toEqual([expect.stringMatching(/denied/)])
  expect(await guardAudit(admin, app)).toEqual({ mode: 'grants', why: null })
  expect(await answers(app, ['INSERT INTO later VALUES (1)'])).toEqual([null])
})

it('with one account: triggers refuse, also the second time', async () => {
  expect(await guardAudit(admin, admin)).toMatchObject({ mode: 'triggers', why: expect.stringMatching(/give DATABASE_ADMIN_URL/) })
  expect(await guardAudit(admin, admin)).toMatchObject({ mode: 'triggers' })
  expect(await answers(admin, [row, link])).toEqual([null, null])
  for (const said of await answers(admin, changes)) expect(said).toMatch(/never changed/)
})

it('takes the triggers away once the console has an account of its own', async () => {
  await guardAudit(admin, admin)
  expect(await guardAudit(admin, app)).toEqual({ mode: 'grants', why: null })
  expect(await answers(admin, [row, link, ...changes])).toEqual([null, null, null, null, null, null])
})

it('falls back to triggers, and says why, where the account has wider rights or the administrator may not give any', async () => {
  await asAdmin(`GRANT ALL PRIVILEGES ON \`guarded\\_%\`.* TO '${user}'@'%'`)
  expect(await guardAudit(admin, app)).toMatchObject({ mode: 'triggers', why: expect.stringMatching(/rights beyond its database/) })
  await answers(admin, [row])
  expect(await answers(app, changes.slice(0, 2))).toEqual([expect.stringMatching(/never changed/), expect.stringMatching(/never changed/)])
  // The other way round: the account for migrations is one that has no right to give rights.
  expect(await guardAudit(app, admin)).toMatchObject({ mode: 'triggers', why: expect.stringMatching(/may not give rights/) })
})

/** What `qd doctor` says of the audit, asked as the console asks it: in a process whose only account is this one. */
async function doctorSays(address) {
  const ask = "const { auditHealth } = await import('#features/audit/chain/service.ts'); console.log(JSON.stringify(await auditHealth())); process.exit()"
  const args = ['--conditions=react-server', '--input-type=module', '-e', ask]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, DATABASE_URL: address, LOG_LEVEL: 'silent' } })
  return JSON.parse(stdout)
}

it('what guards the rows is what the doctor says', async () => {
  await guardAudit(admin, admin)
  expect(await doctorSays(admin)).toEqual({ ok: true, detail: expect.stringMatching(/^triggers guard the rows of the audit.*DATABASE_ADMIN_URL/) })
  await answers(admin, ['DROP TRIGGER audit_entry_never_deleted'])
  expect(await doctorSays(admin)).toEqual({ ok: false, detail: expect.stringMatching(/^nothing keeps the console/) })
  expect(await guardAudit(admin, app)).toMatchObject({ mode: 'grants' })
  expect(await doctorSays(app)).toEqual({ ok: true, detail: expect.stringMatching(/may add rows of the audit and not change them/) })
}, 90_000)

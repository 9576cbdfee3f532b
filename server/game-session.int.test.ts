import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openGameDatabase, quoteName } from '#server/game-database.ts'

const server = new URL(process.env.DATABASE_ADMIN_URL ?? '')
const name = `qd_settings_${randomBytes(4).toString('hex')}`
const admin = openGameDatabase(server.toString())
const run = (...statements: string[]) =>
  admin.session(async (session) => {
    for (const sql of statements) await session.execute(sql)
  })
/** What old guides have servers do to every session, here to those of one account. */
const initConnect = ['character_set_client', 'character_set_connection', 'character_set_results']
  .map((variable) => `SET ${variable} = IF(USER() LIKE '${name}@%', 'latin1', 'utf8mb4')`)
  .concat(`SET sql_select_limit = IF(USER() LIKE '${name}@%', 2, 18446744073709551615)`)
  .join('; ')

beforeAll(() =>
  run(
    `CREATE DATABASE ${quoteName(name)} CHARACTER SET utf8mb4`,
    `CREATE TABLE ${quoteName(name)}.word (id INT PRIMARY KEY, word VARCHAR(20))`,
    `INSERT INTO ${quoteName(name)}.word VALUES (1, '가😀'), (2, 'é'), (3, 'x')`,
    `CREATE USER '${name}'@'%' IDENTIFIED BY 'secret'`,
    `GRANT ALL ON ${quoteName(name)}.* TO '${name}'@'%'`,
    `SET GLOBAL init_connect = "${initConnect}"`,
  ),
)
afterAll(() => run("SET GLOBAL init_connect = ''", `DROP USER '${name}'@'%'`, `DROP DATABASE ${quoteName(name)}`))

it('a session reads and writes what is there, whatever the server sets for its sessions', async () => {
  const address = new URL(server)
  Object.assign(address, { username: name, password: 'secret', pathname: name })
  await openGameDatabase(address.toString()).session(async (session) => {
    expect((await session.query('SELECT word FROM word ORDER BY id')).map(({ word }) => word)).toEqual(['가😀', 'é', 'x'])
    await session.execute("UPDATE word SET word = '나😀é' WHERE id = 3")
  })
  const [row] = await admin.session((session) => session.query(`SELECT HEX(word) AS bytes FROM ${quoteName(name)}.word WHERE id = 3`))
  expect(row?.bytes).toBe(Buffer.from('나😀é').toString('hex').toUpperCase())
})

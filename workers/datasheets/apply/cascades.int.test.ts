import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { applyPlan, dump, keepPlan, makePlace, planOf } from '#workers/datasheets/testing/apply.ts'
import type { Game } from '#workers/datasheets/testing/game.ts'
import { gamesOn, refused, thereAndBack } from '#workers/datasheets/testing/there-and-back.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const gameOf = gamesOn(process.env.DATABASE_ADMIN_URL ?? '')
let who: Principal
beforeAll(async () => {
  who = await makePrincipal()
})
afterAll(() => db.$disconnect())

const parents = [
  'CREATE TABLE grade (id VARCHAR(9) PRIMARY KEY, code INT NOT NULL UNIQUE, name VARCHAR(9) NOT NULL)',
  "INSERT INTO grade VALUES ('gold', 10, 'a'), ('iron', 20, 'b'), ('tin', 30, 'c')",
]
const itemOf = (rule: string, column: string) =>
  `CREATE TABLE item (id INT PRIMARY KEY, grade ${column === 'id' ? 'VARCHAR(9)' : 'INT'} NULL, n INT NOT NULL, FOREIGN KEY (grade) REFERENCES grade (${column}) ON UPDATE ${rule})`
const byCode = 'INSERT INTO item VALUES (1, 10, 0), (2, 10, 0), (3, 20, 0), (4, NULL, 0)'
const byName = "INSERT INTO item VALUES (1, 'gold', 0), (2, 'gold', 0), (3, 'iron', 0), (4, NULL, 0)"
const newCode = [
  ['id', 'code', 'name'],
  ['gold', 11, 'a'],
  ['iron', 20, 'b2'],
  ['tin', 31, 'c'],
]
const newCase = [
  ['id', 'code', 'name'],
  ['Gold', 10, 'a'],
  ['iron', 20, 'b'],
  ['tin', 30, 'c2'],
]
const followed = [
  ['id', 'grade', 'n'],
  [1, 11, 0],
  [2, 11, 5],
  [3, 20, 6],
  [4, null, 0],
]
const error = { code: 'update_would_cascade', params: { table: 'grade', child: 'item', rows: 2 } }

it.each(['CASCADE', 'SET NULL'])('another case of a key does not reach rows that nobody was shown: ON UPDATE %s', async (rule) => {
  const game = await gameOf(...parents, itemOf(rule, 'id'), byName)
  const before = await dump(game.url)
  await refused(who, game, { grade: newCase }, error)
  expect(await dump(game.url)).toEqual(before)
})

it.each(['CASCADE', 'SET NULL'])('rows of a table that is not ticked are not changed along: ON UPDATE %s', async (rule) => {
  const game = await gameOf(...parents, itemOf(rule, 'code'), byCode)
  const before = await dump(game.url)
  await refused(who, game, { grade: newCode, item: followed }, error, { tables: ['grade'] })
  expect(await dump(game.url)).toEqual(before)
})

it.each(['CASCADE', 'SET NULL'])('rows that the plan changes along are no others: ON UPDATE %s', async (rule) => {
  const game = await gameOf(...parents, itemOf(rule, 'code'), byCode)
  await thereAndBack(who, game, { grade: newCode, item: followed })
})

it.each(['CASCADE', 'SET NULL'])('however the tables are called: ON UPDATE %s', async (rule) => {
  const named = (sql: string) => sql.replace(/\bitem\b/g, 'a_item')
  const game = await gameOf(...parents, ...[itemOf(rule, 'code'), byCode].map(named))
  await thereAndBack(who, game, { grade: newCode, a_item: followed })
  // Rows that come and go beside, in either table.
  const fewer = followed.map((row) => (row[0] === 4 ? [5, 20, 1] : row))
  await thereAndBack(who, game, { grade: newCode, a_item: fewer })
  await thereAndBack(who, game, { grade: newCode.map((row) => (row[0] === 'tin' ? ['lead', 40, 'd'] : row)), a_item: followed })
})

const update = (id: string, cells: KeptOperation['cells']): KeptOperation => ({ op: 'update', key: { id }, cells })
const userOf = ({ name }: Game): string => `qd_${name.slice(-8)}`

/** The address of a game with an account that only reads and writes rows. */
async function accountOf(game: Game): Promise<string> {
  const user = userOf(game)
  await game.run(`CREATE USER '${user}'@'%' IDENTIFIED BY 'secret'`, `GRANT SELECT, INSERT, UPDATE, DELETE ON ${game.name}.* TO '${user}'@'%'`)
  onTestFinished(() => game.run(`DROP USER '${user}'@'%'`))
  const address = new URL(game.url)
  Object.assign(address, { username: user, password: 'secret' })
  return address.toString()
}

async function applied(game: Game, url: string, tables: Readonly<Record<string, readonly KeptOperation[]>>) {
  const place = await makePlace(url)
  const plan = Object.fromEntries(Object.entries(tables).map(([table, operations]) => [table, { key: ['id'], operations }]))
  const before = await dump(game.url)
  const { run } = await applyPlan(who, place, await keepPlan(who, place, await planOf(place, plan)))
  expect(await dump(game.url)).toEqual(before)
  return run
}

describe('rows of another database on the same server', () => {
  /** A game whose grades rows of another database refer to, an account for the game, and what it may do there. */
  async function besides(rule: string, rights: string): Promise<{ game: Game; other: Game; url: string }> {
    const game = await gameOf(...parents)
    const other = await gameOf(
      `CREATE TABLE owned (id INT PRIMARY KEY, grade INT NULL, FOREIGN KEY (grade) REFERENCES ${game.name}.grade (code) ${rule})`,
      'INSERT INTO owned VALUES (1, 10), (2, 10), (3, NULL)',
    )
    onTestFinished(() => other.run('DROP TABLE IF EXISTS owned'))
    const url = await accountOf(game)
    await game.run(`GRANT ${rights} ON ${other.name}.owned TO '${userOf(game)}'@'%'`)
    return { game, other, url }
  }
  const gone: KeptOperation = { op: 'delete', key: { id: 'gold' }, cells: { id: ['gold', null], code: ['10', null], name: ['a', null] } }
  const changed = update('gold', { code: ['10', '11'] })

  it.each([
    ['ON DELETE CASCADE', gone, 'CASCADE'],
    ['ON DELETE SET NULL', gone, 'SET NULL'],
    ['ON UPDATE CASCADE', changed, 'CASCADE'],
    ['ON UPDATE SET NULL', changed, 'SET NULL'],
  ])('are not changed along: %s', async (rule, operation, action) => {
    const { game, other, url } = await besides(rule, 'SELECT')
    const run = await applied(game, url, { grade: [operation] })
    const params = { table: 'grade', child: `${other.name}.owned`, rows: 2, action }
    expect(run).toMatchObject({ state: 'failed', error: { code: 'outside_would_change', params } })
    expect(await other.query('SELECT COUNT(grade) AS held FROM owned')).toEqual([{ held: '2' }])
  })

  it('that the account may not read are no reason to guess', async () => {
    const { game, other, url } = await besides('ON DELETE CASCADE', 'INSERT')
    const run = await applied(game, url, { grade: [gone] })
    expect(run).toMatchObject({ state: 'failed', error: { code: 'referring_unreadable', params: { table: 'grade', child: `${other.name}.owned` } } })
  })

  it('that do not refer to what changes are in nobody’s way', async () => {
    const { game, url } = await besides('ON DELETE CASCADE ON UPDATE CASCADE', 'SELECT')
    const place = await makePlace(url)
    const plan = { grade: { key: ['id'], operations: [update('iron', { code: ['20', '21'] }), update('gold', { name: ['a', 'z'] })] } }
    const { run } = await applyPlan(who, place, await keepPlan(who, place, await planOf(place, plan)))
    expect(run).toMatchObject({ state: 'succeeded', error: null })
    expect(await game.query('SELECT code, name FROM grade ORDER BY code')).toEqual([
      { code: 10, name: 'z' },
      { code: 21, name: 'b' },
      { code: 30, name: 'c' },
    ])
  })
})

it('of several rows that refer to it one is left out of a choice', async () => {
  const game = await gameOf(...parents, itemOf('CASCADE', 'code'), byCode)
  const run = await applied(game, game.url, { grade: [update('gold', { code: ['10', '11'] })], item: [update('1', { grade: ['10', '11'] })] })
  expect(run).toMatchObject({ state: 'failed', error: { ...error, params: { ...error.params, rows: 1 } } })
})

it('rows of the same table', async () => {
  const game = await gameOf(
    'CREATE TABLE node (id INT PRIMARY KEY, code INT NOT NULL UNIQUE, parent INT NULL, FOREIGN KEY (parent) REFERENCES node (code) ON UPDATE SET NULL)',
    'INSERT INTO node VALUES (1, 10, NULL), (2, 20, 10)',
  )
  const run = await applied(game, game.url, { node: [update('1', { code: ['10', '11'] })] })
  expect(run).toMatchObject({ state: 'failed', error: { code: 'update_would_cascade', params: { table: 'node', child: 'node', rows: 1 } } })
})

it('an account that only reads and writes rows learns the rules of foreign keys, too', async () => {
  const game = await gameOf(...parents, itemOf('CASCADE', 'code'), byCode)
  const run = await applied(game, await accountOf(game), { grade: [update('gold', { code: ['10', '11'] })] })
  expect(run).toMatchObject({ state: 'failed', error })
})

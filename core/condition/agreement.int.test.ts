import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { toClosure } from '#core/condition/closure.ts'
import type { ComparedAs } from '#core/condition/compared-as.ts'
import { toSql } from '#core/condition/sql.ts'
import { columnLines, columnNames, conditions, kinds, rows } from '#core/condition/testing/conditions.ts'
import { type GameDatabase, openGameDatabase, quoteName } from '#server/game-database.ts'

const table = 'condition_agreement'
const asOf = (name: string): ComparedAs => kinds[name] as ComparedAs
const sample = fc.sample(rows, { numRuns: 300, seed: 20_261_121 })

let game: GameDatabase
beforeAll(async () => {
  game = openGameDatabase(process.env.DATABASE_URL ?? '')
  await game.session(async (session) => {
    await session.execute(`CREATE TABLE ${table} (n INT NOT NULL PRIMARY KEY, ${columnLines.join(', ')}) DEFAULT CHARSET=utf8mb4`)
    const places = ['?', ...columnNames.map((name) => (kinds[name] === 'bit' ? 'CAST(? AS UNSIGNED)' : '?'))].join(', ')
    for (const [n, row] of sample.entries()) await session.execute(`INSERT INTO ${table} VALUES (${places})`, [n, ...row])
  })
})
afterAll(() => game.session((session) => session.execute(`DROP TABLE ${table}`)))

it('the server and the closure choose the same rows', async () => {
  await game.session(async (session) => {
    await fc.assert(
      fc.asyncProperty(conditions, async (tree) => {
        const { sql, values } = toSql(tree, asOf, quoteName)
        const test = toClosure(tree, (name) => ({ at: columnNames.indexOf(name), as: asOf(name) }))
        const chosen = await session.query(`SELECT n FROM ${table} WHERE ${sql} ORDER BY n`, values)
        const rest = await session.query(`SELECT n FROM ${table} WHERE NOT ${sql} ORDER BY n`, values)
        expect(chosen.map(({ n }) => n)).toEqual([...sample.keys()].filter((n) => test(sample[n] ?? [])))
        expect(chosen.length + rest.length).toBe(sample.length)
      }),
      { numRuns: 400 },
    )
  })
})

it('nothing of a condition reaches the server but as a parameter', async () => {
  const { sql, values } = toSql({ left: 'word', op: 'in', right: ["') OR 1=1 -- ", '\\'] }, asOf, quoteName)
  expect(sql).not.toContain('OR 1')
  await game.session(async (session) => expect(await session.query(`SELECT n FROM ${table} WHERE ${sql}`, values)).toEqual([]))
})

it('a fold of the collation does not count', async () => {
  const { sql, values } = toSql({ left: 'word', op: 'eq', right: 'T' }, asOf, quoteName)
  const found = await game.session((session) => session.query(`SELECT DISTINCT HEX(word) AS word FROM ${table} WHERE ${sql}`, values))
  expect(found).toEqual([{ word: '54' }])
})

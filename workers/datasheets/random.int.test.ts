import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { makeGame } from '#workers/datasheets/testing/game.ts'
import { ddlOf, expectedOf, insertSqlOf, type RandomTable, randomTable, sheetOf } from '#workers/datasheets/testing/random-table.ts'

/** Tables that one database has and one comparison looks at: starting a child for each would take most of the time. */
const together = fc.array(randomTable, { minLength: 20, maxLength: 20 })
const nameOf = (at: number): string => `t${at}`

/** An operation as the plain comparison writes it. */
function lineOf({ op, key, cells }: KeptOperation): string {
  const values = Object.values(key)
  const side = op === 'delete' ? 0 : 1
  const shown = op === 'update' ? Object.entries(cells).map(([name, [old, next]]) => [name, old, next]) : Object.values(cells).map((cell) => cell[side])
  return `${op} ${JSON.stringify(values)} ${JSON.stringify(shown)}`
}

const statementsOf = (tables: readonly RandomTable[]): string[] =>
  tables.flatMap((table, at) => [ddlOf(nameOf(at), table), insertSqlOf(nameOf(at), table)]).filter(Boolean)

it('a comparison names what differs and nothing else, in whatever order; with itself a table has no difference', { timeout: 240_000 }, async () => {
  let operations = 0
  await fc.assert(
    fc.asyncProperty(together, async (tables) => {
      const game = await makeGame(
        process.env.DATABASE_ADMIN_URL ?? '',
        "SET SESSION sql_mode = 'STRICT_TRANS_TABLES'",
        "SET SESSION time_zone = '+00:00'",
        ...statementsOf(tables),
      )
      try {
        const books = (options: { unchanged?: boolean; seed?: number }) => ({ 'a.xlsx': tables.map((table, at) => sheetOf(nameOf(at), table, options)) })
        const same = await compare({ url: game.url, books: books({ unchanged: true, seed: 3 }) })
        expect([...same.operations].flatMap(([name, all]) => all.map((one) => `${name} ${lineOf(one)}`))).toEqual([])
        expect(same.findings.filter(({ level }) => level === 'error')).toEqual([])

        const seen = await compare({ url: game.url, books: books({ seed: 0 }), seed: 11 })
        expect(seen.findings.filter(({ level }) => level === 'error')).toEqual([])
        for (const [at, table] of tables.entries())
          expect([nameOf(at), (seen.operations.get(nameOf(at)) ?? []).map(lineOf).sort()]).toEqual([nameOf(at), expectedOf(table)])

        operations += [...seen.operations.values()].flat().length
        const { 'a.xlsx': sheets } = books({ seed: 5 })
        const other = await compare({ url: game.url, books: { 'b.xlsx': sheets.slice(0, 7).reverse(), 'c.xlsx': sheets.slice(7) }, seed: -5 })
        expect(other.result.sha256).toBe(seen.result.sha256)
      } finally {
        await game.drop()
      }
    }),
    { numRuns: 5 },
  )
  expect(operations).toBeGreaterThan(100)
})

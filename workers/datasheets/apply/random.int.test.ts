import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { db } from '#server/database.ts'
import { applyPlan, dump, keepPlan, makePlace, undoPlan } from '#workers/datasheets/testing/apply.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { makeGame } from '#workers/datasheets/testing/game.ts'
import { ddlOf, expectedOf, insertSqlOf, type RandomTable, randomTable, sheetOf } from '#workers/datasheets/testing/random-table.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

afterAll(() => db.$disconnect())

const together = fc.array(randomTable, { minLength: 20, maxLength: 20 })
const nameOf = (at: number): string => `t${at}`

/** Columns that no sheet has, with values whose canonical form is not all that there is to them, and one that the server sets on every update. */
const besides = (table: string): string[] => [
  `ALTER TABLE ${table} ADD raw VARCHAR(20) NULL DEFAULT 'none', ADD doc JSON NULL, ADD score FLOAT NOT NULL DEFAULT 0.1`,
  `UPDATE ${table} SET raw = 'a\\r\\nb', doc = '{"b": 1.0,  "a": [2]}', score = 1.1`,
  `ALTER TABLE ${table} ADD touched TIMESTAMP(6) NOT NULL DEFAULT '2001-02-03 04:05:06.789' ON UPDATE CURRENT_TIMESTAMP(6)`,
]

const statementsOf = (tables: readonly RandomTable[]): string[] =>
  tables.flatMap((table, at) => [ddlOf(nameOf(at), table), insertSqlOf(nameOf(at), table), ...(at % 2 ? besides(nameOf(at)) : [])]).filter(Boolean)

it('what was compared and applied has no difference any more, in whatever order, and taken back every byte is what it was', { timeout: 240_000 }, async () => {
  const who = await makePrincipal()
  let rows = 0
  await fc.assert(
    fc.asyncProperty(together, async (tables) => {
      const server = process.env.DATABASE_ADMIN_URL ?? ''
      const strict = ["SET SESSION sql_mode = 'STRICT_TRANS_TABLES'", "SET SESSION time_zone = '+00:00'"]
      const game = await makeGame(server, ...strict, ...statementsOf(tables))
      try {
        const place = await makePlace(game.url)
        const sheets = (seed: number) => tables.map((table, at) => sheetOf(nameOf(at), table, { seed }))
        const before = await dump(game.url)
        const seen = await compare({ url: game.url, books: { 'a.xlsx': sheets(0) } })
        expect(seen.findings.filter(({ level }) => level === 'error')).toEqual([])

        const { run, importId } = await applyPlan(who, place, await keepPlan(who, place, seen))
        expect(run.error).toBeNull()
        rows += tables.reduce((sum, table) => sum + expectedOf(table).length, 0)
        const after = await dump(game.url)
        const again = await compare({ url: game.url, books: { 'b.xlsx': sheets(7) } })
        expect([...again.operations].flatMap(([name, all]) => all.map((one) => `${name} ${JSON.stringify(one)}`))).toEqual([])

        const undo = await undoPlan(importId)
        const back = await applyPlan(who, place, undo, { undoOfId: importId })
        expect(back.run.error).toBeNull()
        expect(await dump(game.url)).toEqual(before)

        // To take back what took it back is to do it again.
        const forth = await applyPlan(who, place, await undoPlan(back.importId), { undoOfId: back.importId })
        expect(forth.run.error).toBeNull()
        expect(await dump(game.url)).toEqual(after)
      } finally {
        await game.drop()
      }
    }),
    { numRuns: 4 },
  )
  expect(rows).toBeGreaterThan(100)
})

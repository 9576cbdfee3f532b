import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { applyPlan, dump, keepPlan, makePlace, operationsOf, undoPlan } from '#workers/datasheets/testing/apply.ts'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

let game: Game
let who: Principal
beforeAll(async () => {
  who = await makePrincipal()
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, price INT NOT NULL, touched TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3))',
  )
})
afterAll(async () => {
  await game.drop()
  await db.$disconnect()
})

it('a plan is applied whole, and the plan that takes it back brings every byte back', async () => {
  await game.run("INSERT INTO item (id, name, price) VALUES (1, 'sword', 10), (2, 'a\\r\\nb', 20), (3, 'gone', 30), (4, 'same', 40)")
  const place = await makePlace(game.url)
  const before = await dump(game.url)
  const rows = [
    ['id', 'name', 'price'],
    [1, 'sword', 11],
    [2, 'changed', 20],
    [4, 'same', 40],
    [5, 'new', 50],
  ]
  const seen = await compare({ url: game.url, books: { 'a.xlsx': [{ name: 'item', rows }] } })
  const planId = await keepPlan(who, place, seen)
  const { run, importId } = await applyPlan(who, place, planId)
  expect(run).toMatchObject({ error: null, state: 'succeeded', result: { inserted: 1, updated: 2, deleted: 1 } })
  expect(await game.query('SELECT id, name, price FROM item ORDER BY id')).toMatchObject([
    { price: 11 },
    { name: 'changed' },
    { id: 4 },
    { id: 5, name: 'new' },
  ])
  const row = await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })
  expect(row).toMatchObject({ inserted: 1, updated: 2, deleted: 1, receipt: { provedBy: 'marker', tables: [{ table: 'item', inserted: 1 }] } })
  expect(row.committedAt).not.toBeNull()
  const audited = await db.auditEntry.findMany({ where: { action: 'datasheets.applied', object: `import:${importId}` } })
  const said = { sha256: seen.result.sha256, inserted: 1, updated: 2, deleted: 1, provedBy: 'marker' }
  expect(audited).toMatchObject([{ outcome: 'done', userName: 'system', planId: String(planId), runId: BigInt(run.id), detail: said }])

  const again = await compare({ url: game.url, books: { 'a.xlsx': [{ name: 'item', rows }] } })
  expect([...again.operations.values()].flat()).toEqual([])

  const undo = await undoPlan(importId)
  expect([...(await operationsOf(undo)).values()].flat().map(({ op }) => op)).toEqual(['update', 'update', 'insert', 'delete'])
  const back = await applyPlan(who, place, undo, { undoOfId: importId })
  expect(back.run).toMatchObject({ error: null, state: 'succeeded' })
  expect(await dump(game.url)).toEqual(before)
})

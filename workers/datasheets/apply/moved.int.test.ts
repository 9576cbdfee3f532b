import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MovedRow } from '#core/datasheets/import.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { applyPlan, keepPlan, makePlace, planOf } from '#workers/datasheets/testing/apply.ts'
import { gamesOn } from '#workers/datasheets/testing/there-and-back.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const gameOf = gamesOn(process.env.DATABASE_ADMIN_URL ?? '')
let who: Principal
beforeAll(async () => {
  who = await makePrincipal()
})
afterAll(() => db.$disconnect())

it('rows that moved are kept however long their texts are', { timeout: 120_000 }, async () => {
  const [rows, length] = [400, 30_000]
  const game = await gameOf(
    'CREATE TABLE story (id INT PRIMARY KEY, body MEDIUMTEXT NOT NULL)',
    `INSERT INTO story SELECT seq, REPEAT('가', ${length}) FROM seq_1_to_${rows}`,
    `INSERT INTO story VALUES (${rows + 1}, REPEAT('나', 1000000))`,
  )
  const place = await makePlace(game.url)
  const update = (id: number): KeptOperation => ({ op: 'update', key: { id: String(id) }, cells: { body: ['다'.repeat(length), '라'.repeat(length)] } })
  const operations = Array.from({ length: rows + 1 }, (_, at) => update(at + 1))
  const planId = await keepPlan(who, place, await planOf(place, { story: { key: ['id'], operations } }))
  const { run, importId } = await applyPlan(who, place, planId)
  expect(run).toMatchObject({ state: 'failed', error: { code: 'rows_moved', params: { count: rows + 1, table: 'story' } } })
  const kept = await db.sheetImportMoved.findMany({ where: { importId }, orderBy: { place: 'asc' } })
  expect(kept).toHaveLength(rows + 1)
  const [first, last] = [kept[0]?.body, kept.at(-1)?.body] as unknown as [MovedRow, MovedRow]
  expect(first.now).toEqual({ body: '가'.repeat(length) })
  expect(last.now?.body).toMatch(/^나{1000,}…$/)
})

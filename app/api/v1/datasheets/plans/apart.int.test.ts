import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as one from '#app/api/v1/datasheets/plans/[id]/route.ts'
import * as apart from '#app/api/v1/datasheets/plans/[id]/tables/[table]/apart/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { clearPlan, finishPlan, keepApart, keepTable } from '#features/datasheets/execution/repository.ts'
import type { ApartRows, PlanDetail } from '#features/datasheets/plans/schema.ts'
import { startPlan } from '#features/datasheets/plans/service.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const path = '/api/v1/datasheets/plans'
const rows = 1_200
let viewer: Awaited<ReturnType<typeof makePerson>>
let plan: string

/** Every tenth row was changed by both. */
const row = (id: number): ApartRow => {
  const key = { id: String(id) }
  const now = { ...key, name: `their ${id}` }
  return id % 10 === 0 ? { kind: 'both', key, mine: { ...key, name: `my ${id}` }, now } : { kind: 'theirs', key, mine: null, now }
}
const result: TableResult = {
  table: 'item',
  sheets: [{ file: 'a.csv', sheet: 'item', rows: 2, hiddenRows: 0, hidden: false }],
  columns: ['id', 'name'],
  key: ['id'],
  ...{ insert: 1, update: 0, delete: 0, unchanged: 3, errors: 0, warnings: 0, rowsBefore: 3, byColumn: [], digest: '1'.repeat(64) },
}

beforeAll(async () => {
  viewer = await makePerson('viewer')
  const who = await makePrincipal()
  const name = `apart ${randomUUID().slice(0, 8)}`
  const [id, now, file] = [randomUUID(), new Date(), await keepFile('id\n1\n')]
  await db.$transaction(async (tx) => {
    await insertEnvironment(tx, { name, kind: 'test', url: 'mysql://u:p@127.0.0.1:1/game', tables: ['item'] })
    const times = { createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }
    await insertUpload(tx, { id, name: 'a.csv', ...file, kind: 'csv', sheets: [], createdById: who.userId, ...times })
  })
  const started = await startPlan(who, { environment: name, uploads: [id] }, { ip: '127.0.0.1', requestId: 'test' })
  if (!('plan' in started)) throw new Error(started.code)
  plan = started.plan.id
  const planId = BigInt(plan)
  await db.$transaction(async (tx) => {
    await keepTable(tx, planId, 0, { ...result, theirs: rows - rows / 10, both: rows / 10 })
    const lines = Array.from({ length: rows }, (_, at) => JSON.stringify(row(at)))
    for (let block = 0; block * 500 < rows; block++) await keepApart(tx, planId, 0, block, lines.slice(block * 500, block * 500 + 500))
    const outcome = { sha256: '2'.repeat(64), schemaFingerprint: '3'.repeat(64), readAt: now.toISOString(), findings: [], unreadSheets: [] }
    await finishPlan(tx, planId, outcome)
    await tx.run.update({ where: { id: BigInt(started.run.id) }, data: { state: 'succeeded' } })
  })
})
afterAll(() => db.$disconnect())

const ask = async (query: string, table = 'item') =>
  call(apart.GET, 'GET', `${path}/${plan}/tables/${table}/apart?${query}`, { token: viewer.token, params: { id: plan, table } })
const found = async (query: string): Promise<ApartRows> => (await ask(query)).json as ApartRows

it('a plan with rows that both changed waits for a decision and has no digest', async () => {
  const { json } = await call(one.GET, 'GET', `${path}/${plan}`, { token: viewer.token, params: { id: plan } })
  expect(json as PlanDetail).toMatchObject({ state: 'conflicted', sha256: null, conflicts: rows / 10, tables: [{ theirs: 1_080, both: 120 }] })
})

it('rows apart come in order, with their places, of any kind or of one', async () => {
  const { items, total } = await found('offset=498&limit=4')
  expect([total, items.map(({ index, key, kind }) => [index, key.id, kind])]).toEqual([
    rows,
    [
      [498, '498', 'theirs'],
      [499, '499', 'theirs'],
      [500, '500', 'both'],
      [501, '501', 'theirs'],
    ],
  ])
  const both = await found('kind=both&offset=48&limit=3')
  expect([both.total, both.items]).toEqual([120, [480, 490, 500].map((index) => ({ index, ...row(index) }))])
  expect((await found('kind=theirs&offset=1079')).items.map(({ index }) => index)).toEqual([rows - 1])
  expect((await found('offset=1200')).items).toEqual([])
})

it('a table that the plan does not have is not found, and nothing is left of a plan that begins anew', async () => {
  expect(await ask('', 'other')).toMatchObject({ status: 404, json: { code: 'plan_table_unknown' } })
  await db.$transaction((tx) => clearPlan(tx, BigInt(plan)))
  expect(await db.sheetPlanApart.count({ where: { planId: BigInt(plan) } })).toBe(0)
})

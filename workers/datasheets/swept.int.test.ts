import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Made, makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import { TableDigest } from '#core/datasheets/diff/digest.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { startDerive } from '#features/datasheets/derive/service.ts'
import { deriveRequest } from '#features/datasheets/imports/schema.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { workOn } from '#workers/datasheets/testing/apply.ts'
import { daysAgo, keptOf, long } from '#workers/datasheets/testing/old-plans.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const operations = Array.from({ length: 1_200 }, (_, id): KeptOperation => ({ op: 'update', key: { id: String(id) }, cells: { price: ['1', String(id)] } }))
let who: Principal
let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('test')
})
beforeEach(() => db.sheetPlan.updateMany({ where: { rowsRemovedAt: null }, data: { rowsRemovedAt: new Date() } }))
afterAll(() => db.$disconnect())

function base(): Promise<Made> {
  const digest = new TableDigest()
  for (const one of operations) digest.add(one)
  const item = tableOf('item', { update: operations.length, digest: digest.hex(), columns: ['id', 'price'] })
  return makePlan({ environment: place, createdById: who.userId, tables: [item], operations: { item: operations } })
}

/** A choice from a plan whose run kept its rows and then failed, long ago. */
async function failedChoice(from: Made): Promise<{ plan: string; run: string }> {
  const started = await startDerive(who, from.id, deriveRequest.parse({}), origin)
  if (started instanceof Refusal) throw new Error(started.code)
  expect(await workOn(started.run.id)).toMatchObject({ state: 'succeeded' })
  await db.sheetPlan.update({ where: { id: BigInt(started.plan.id) }, data: { sha256: null, outcome: {}, expiresAt: null } })
  await db.run.update({ where: { id: BigInt(started.run.id) }, data: { state: 'failed', finishedAt: daysAgo(long) } })
  return { plan: started.plan.id, run: started.run.id }
}

const sweep = () => sweepPlanRows(new AbortController().signal, 30_000)
const again = (run: string) => commandRun(who, run, 'retry', origin)

describe('a run that failed and is tried again after its rows were swept', () => {
  it('keeps all of them once more', async () => {
    const from = await base()
    const { plan, run } = await failedChoice(from)
    expect(await keptOf({ id: plan })).toEqual({ blocks: 3, removed: false })
    await sweep()
    expect(await keptOf({ id: plan })).toEqual({ blocks: 0, removed: true })
    expect(await again(run)).not.toBeInstanceOf(Refusal)
    expect(await workOn(run)).toMatchObject({ state: 'succeeded' })
    expect(await keptOf({ id: plan })).toEqual({ blocks: 3, removed: false })
    expect(await loadPlan(who, plan)).toMatchObject({ state: 'draft', rowsRemovedAt: null, tables: [{ table: 'item', update: 1_200 }] })
  })

  it('says so when what it chose from is gone as well', async () => {
    const from = await base()
    const { plan, run } = await failedChoice(from)
    await db.sheetPlan.update({ where: { id: BigInt(from.id) }, data: { expiresAt: daysAgo(long) } })
    await sweep()
    expect([await keptOf({ id: plan }), await keptOf(from)]).toEqual([
      { blocks: 0, removed: true },
      { blocks: 0, removed: true },
    ])
    await again(run)
    expect(await workOn(run)).toMatchObject({ state: 'failed', error: { code: 'plan_rows_removed', params: { plan: from.id } } })
  })
})

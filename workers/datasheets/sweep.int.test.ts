import { fork } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Made, makePlace } from '#app/api/v1/datasheets/plans/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { startImport } from '#features/datasheets/applying/service.ts'
import { startDerive } from '#features/datasheets/derive/service.ts'
import { lockPlan } from '#features/datasheets/imports/repository.ts'
import { applyRequest, deriveRequest } from '#features/datasheets/imports/schema.ts'
import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'
import { db, transact } from '#server/database.ts'
import { daysAgo, importOf, keptOf, oldPlan } from '#workers/datasheets/testing/old-plans.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const sweeper = new URL('./testing/sweep.ts', import.meta.url)
let who: Principal
let place: { id: string; name: string; kind: string }

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('test')
})
beforeEach(() => db.sheetPlan.updateMany({ where: { rowsRemovedAt: null }, data: { rowsRemovedAt: new Date() } }))
afterAll(async () => {
  await db.run.updateMany({ where: { state: 'queued' }, data: { state: 'cancelled' } })
  await db.$disconnect()
})

const sweep = () => sweepPlanRows(new AbortController().signal, 30_000)
const many = (count: number, blocks: number) => Promise.all(Array.from({ length: count }, () => oldPlan(place, who.userId, { blocks })))
const inOf = (plans: readonly Made[]) => ({ planId: { in: plans.map(({ id }) => BigInt(id)) } })
const blocksOf = (plans: readonly Made[]) => db.sheetPlanBlock.count({ where: inOf(plans) })
const removals = (plans: readonly Made[]) =>
  db.auditEntry.count({ where: { action: 'datasheets.rows.remove', object: { in: plans.map(({ id }) => `plan:${id}`) } } })

it('a plan that somebody decides on is left alone, and with the import that comes of it for ever', async () => {
  const [plan] = (await many(1, 3)) as [Made]
  await transact(async (tx) => {
    await lockPlan(tx, BigInt(plan.id))
    await sweep()
    expect(await keptOf(plan)).toEqual({ blocks: 4, removed: false })
  }, 'ReadCommitted')
  await importOf(plan, place, who.userId, { state: 'queued' })
  await sweep()
  expect(await keptOf(plan)).toEqual({ blocks: 4, removed: false })
})

/** Its time is over in the middle of what follows: who comes first has it. */
async function dying(): Promise<Made> {
  const [plan] = (await many(1, 3)) as [Made]
  await db.sheetPlan.update({ where: { id: BigInt(plan.id) }, data: { sha256: null, conflicts: 1, expiresAt: null, readAt: daysAgo(98) } })
  return plan
}

it('a choice and a sweep at once: either the rows stay or the choice is refused', async () => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 40; round++) {
    const plan = await dying()
    const derive = () => startDerive(who, plan.id, deriveRequest.parse({}), origin)
    const [first, second] = round % 2 ? [sweep, derive] : [derive, sweep]
    const [a, b] = await Promise.all([first(), second()])
    const made = typeof a === 'boolean' ? b : a
    const refused = made instanceof Refusal
    if (refused) expect(made).toMatchObject({ code: 'plan_rows_removed', status: 410 })
    // Who was refused had it in hand while it was to be emptied.
    await sweep()
    expect(await keptOf(plan)).toEqual(refused ? { blocks: 0, removed: true } : { blocks: 4, removed: false })
    outcomes.add(refused ? 'swept' : 'chosen')
  }
  expect([...outcomes].toSorted()).toEqual(['chosen', 'swept'])
})

it('an import of a plan that is swept is refused, whatever its time says by then', async () => {
  const [plan] = (await many(1, 3)) as [Made]
  const apply = () => startImport(who, plan.id, applyRequest.parse({ sha256: plan.sha256 }), origin)
  const [refused] = await Promise.all([apply(), sweep()])
  expect(refused).toMatchObject({ code: 'plan_expired' })
  await db.sheetPlan.update({ where: { id: BigInt(plan.id) }, data: { expiresAt: daysAgo(-1) } })
  expect(await apply()).toMatchObject({ code: 'plan_rows_removed' })
  expect(await db.sheetImport.count({ where: inOf([plan]) })).toBe(0)
})

it('two that sweep at once remove everything, and each plan once', async () => {
  const plans = await many(12, 130)
  await Promise.all([sweep(), sweep()])
  await sweep()
  expect([await blocksOf(plans), await removals(plans)]).toEqual([0, 12])
})

it('kill -9 in the middle: who comes next goes on', { timeout: 120_000 }, async () => {
  const plans = await many(30, 300)
  const all = await blocksOf(plans)
  let inTheMiddle = 0
  for (let left = all, kills = 0; left > 0 && kills < 3; kills++) {
    const child = fork(sweeper, { execArgv: ['--conditions=react-server'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    await once(child, 'message')
    const before = left
    await expect.poll(() => blocksOf(plans), { timeout: 30_000, interval: 5 }).toBeLessThan(before)
    child.kill('SIGKILL')
    await once(child, 'exit')
    left = await blocksOf(plans)
    const half = await Promise.all(plans.map(keptOf))
    if (half.some(({ blocks, removed }) => removed && blocks > 0)) inTheMiddle++
  }
  // Until one says that nothing is left: the server may notice late who is gone, and what they had in hand waits for that.
  while (await sweep());
  expect([await blocksOf(plans), await removals(plans)]).toEqual([0, 30])
  expect(inTheMiddle).toBeGreaterThan(0)
})

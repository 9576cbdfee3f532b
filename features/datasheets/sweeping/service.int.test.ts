import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Made, makePlace } from '#app/api/v1/datasheets/plans/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { listApart } from '#features/datasheets/apart/service.ts'
import { keepFindings } from '#features/datasheets/execution/repository.ts'
import { apartQuery, rowQuery } from '#features/datasheets/plans/schema.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { exportRows, listRows, wholeOf } from '#features/datasheets/rows/service.ts'
import { sweepPlanRows } from '#features/datasheets/sweeping/service.ts'
import { db } from '#server/database.ts'
import { daysAgo, importOf, keptOf, long, oldPlan } from '#workers/datasheets/testing/old-plans.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const gone = { blocks: 0, removed: true }
const there = { blocks: 4, removed: false }
let who: Principal
let place: { id: string; name: string; kind: string }

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('test')
})
// What other tests left behind is none of these.
beforeEach(() => db.sheetPlan.updateMany({ where: { rowsRemovedAt: null }, data: { rowsRemovedAt: new Date() } }))
afterAll(async () => {
  await db.schedule.deleteMany({ where: { name: { startsWith: 'swept' } } })
  await db.$disconnect()
})

const sweep = () => sweepPlanRows(new AbortController().signal, 30_000)
const change = ({ id }: Made, data: Parameters<typeof db.sheetPlan.update>[0]['data']) => db.sheetPlan.update({ where: { id: BigInt(id) }, data })
const old = (days = long) => oldPlan(place, who.userId, { days })

describe('a plan that nobody can use any more', () => {
  it('loses its rows and nothing else, and the audit says how many', async () => {
    const plan = await old()
    await db.$transaction((tx) =>
      keepFindings(tx, BigInt(plan.id), 0, [
        { level: 'warning', code: 'hidden_rows', file: 'a', sheet: 'a', cell: null, table: 'item', column: null, value: null, params: { count: 1 } },
      ]),
    )
    const before = await loadPlan(who, plan.id)
    expect(await sweep()).toBe(false)
    expect(await keptOf(plan)).toEqual(gone)
    const after = await loadPlan(who, plan.id)
    const at = after instanceof Refusal ? null : after.rowsRemovedAt
    expect(Math.abs(Date.now() - new Date(at ?? 0).getTime())).toBeLessThan(60_000)
    expect(after).toEqual({ ...before, rowsRemovedAt: at })
    expect(await db.sheetPlanFinding.count({ where: { planId: BigInt(plan.id) } })).toBe(1)
    const audit = await db.auditEntry.findMany({ where: { object: `plan:${plan.id}` } })
    expect(audit).toMatchObject([
      { action: 'datasheets.rows.remove', via: 'system', planId: plan.id, detail: { environment: place.name, origin: 'files', rows: 3, apart: 1, blocks: 4 } },
    ])
    const refused = { code: 'plan_rows_removed', status: 410, params: { plan: plan.id, at } }
    expect(await listRows(who, plan.id, 'item', rowQuery.parse({}))).toMatchObject(refused)
    expect(await listApart(who, plan.id, 'item', apartQuery.parse({}))).toMatchObject(refused)
    expect(await exportRows(who, plan.id, 'item', {}, origin)).toMatchObject(refused)
    expect(await sweep()).toBe(false)
    expect(await db.auditEntry.count({ where: { object: `plan:${plan.id}` } })).toBe(1)
  })

  it.each([
    ['a draft', (_: Made) => undefined],
    ['rows in conflict that nobody decided on', (plan: Made) => change(plan, { sha256: null, expiresAt: null, conflicts: 1 })],
    ['a run without a result', (plan: Made) => change(plan, { sha256: null, expiresAt: null })],
    ['an import that failed', (plan: Made) => importOf(plan, place, who.userId, { state: 'failed' })],
    ['an approval that is over', (plan: Made) => approval(plan, 'approved', daysAgo(1))],
    ['an approval that was used', (plan: Made) => approval(plan, 'used', daysAgo(-1))],
    ['a schedule that ended', (plan: Made) => schedule(plan, 'ended')],
    ['an agreement and a schedule of something whose name only begins like its own', (plan: Made) => ofNamesake(plan)],
    ['an undo that nobody opened', (plan: Made) => undoOf(plan, long)],
  ])('is %s', async (_, make) => {
    const plan = await old()
    await make(plan)
    await sweep()
    expect(await keptOf(plan)).toEqual(gone)
  })

  it('goes after the choices that were made from it', async () => {
    const [base, choice] = [await old(), await old()]
    await change(choice, { origin: 'derived', baseId: BigInt(base.id) })
    await sweep()
    expect([await keptOf(choice), await keptOf(base)]).toEqual([gone, gone])
  })
})

async function approval({ id, sha256 }: Made, state: string, expiresAt: Date): Promise<void> {
  const place = { environmentId: null, environment: null, environmentKind: null }
  const by = { authorId: who.userId, requestedById: who.userId, reason: '', requestedAt: new Date() }
  const what = { kind: 'datasheets.import', subjectId: id, sha256, size: 3, title: {}, selection: {}, required: 1 }
  await db.approval.create({ data: { ...what, ...place, ...by, state, expiresAt } })
}

async function schedule({ id, sha256 }: Made, state: string): Promise<void> {
  const times = { zone: 'UTC', runAt: daysAgo(-7), missed: 'late', graceSeconds: 60, nextAt: state === 'active' ? daysAgo(-7) : null }
  const by = { createdById: who.userId, createdAt: new Date(), updatedAt: new Date() }
  const payload = { plan: id, sha256, deletes: true }
  await db.schedule.create({ data: { name: `swept ${randomUUID()}`, act: 'datasheets.import', payload, title: {}, ...times, state, ...by } })
}

async function ofNamesake(plan: Made): Promise<void> {
  const other = { ...plan, id: `${plan.id}e7-4` }
  await approval(other, 'approved', daysAgo(-1))
  await schedule(other, 'active')
}

/** Makes it the plan that takes back an import which went through so many days ago. */
async function undoOf(plan: Made, days: number, ending = { state: 'succeeded', outside: true }): Promise<void> {
  const applied = await oldPlan(place, who.userId, { days: 1 })
  const id = await importOf(applied, place, who.userId, { ...ending, ...(ending.state === 'succeeded' ? { committedAt: daysAgo(days) } : {}) })
  const { runId } = await db.sheetImport.findUniqueOrThrow({ where: { id } })
  await change(plan, { origin: 'undo', undoOfId: id, runId })
}

describe('what somebody needs stays', () => {
  it.each([
    ['a draft whose time was over not long ago', (plan: Made) => change(plan, { expiresAt: daysAgo(89) })],
    ['a draft whose time is never over', (plan: Made) => change(plan, { expiresAt: null })],
    ['conflicts that could be decided on not long ago', (plan: Made) => change(plan, { sha256: null, expiresAt: null, conflicts: 1, readAt: daysAgo(96) })],
    ['a plan that is being computed', (plan: Made) => computing(plan, 'paused')],
    ['a comparison that failed not long ago', (plan: Made) => computing(plan, 'failed')],
    ['an import that went through', (plan: Made) => importOf(plan, place, who.userId, { state: 'succeeded', committedAt: daysAgo(long), outside: true })],
    ['an import that waits', (plan: Made) => importOf(plan, place, who.userId, { state: 'queued' })],
    ['an import that is paused', (plan: Made) => importOf(plan, place, who.userId, { state: 'paused' })],
    ['an import of which nobody knows', (plan: Made) => importOf(plan, place, who.userId, { state: 'failed', outside: true })],
    ['an import that went through after one that failed', (plan: Made) => twoImports(plan)],
    ['the base of a choice that stands', (plan: Made) => choiceOf(plan, { expiresAt: daysAgo(1) })],
    [
      'the base of a choice that was applied',
      async (plan: Made) => importOf(await choiceOf(plan), place, who.userId, { state: 'succeeded', committedAt: daysAgo(long) }),
    ],
    ['a request that waits', (plan: Made) => approval(plan, 'pending', daysAgo(-1))],
    ['an agreement that holds', (plan: Made) => approval(plan, 'approved', daysAgo(-1))],
    ['a schedule', (plan: Made) => schedule(plan, 'active')],
    ['a schedule that is paused', (plan: Made) => schedule(plan, 'paused')],
    ['an undo that can be opened again', (plan: Made) => undoOf(plan, 29)],
    ['an undo that could be opened not long ago', (plan: Made) => undoOf(plan, 119)],
    ['what an import of which nobody knows prepared', (plan: Made) => unknownUndo(plan)],
    [
      'an undo that was applied',
      async (plan: Made) => {
        await undoOf(plan, long)
        await importOf(plan, place, who.userId, { state: 'succeeded', committedAt: daysAgo(long) })
      },
    ],
  ])('%s', async (_, make) => {
    const plan = await old()
    await make(plan)
    await sweep()
    expect(await keptOf(plan)).toEqual(there)
    expect(await listRows(who, plan.id, 'item', rowQuery.parse({}))).not.toMatchObject({ code: 'plan_rows_removed' })
  })

  async function computing(plan: Made, state: string): Promise<void> {
    await change(plan, { sha256: null, expiresAt: null })
    await db.run.update({ where: { id: plan.runId }, data: { state, finishedAt: state === 'paused' ? null : daysAgo(89) } })
  }

  async function twoImports(plan: Made): Promise<void> {
    await importOf(plan, place, who.userId, { state: 'succeeded', committedAt: daysAgo(long) })
    await importOf(plan, place, who.userId, { state: 'failed' })
  }

  async function choiceOf(plan: Made, more: object = {}): Promise<Made> {
    const choice = await old()
    await change(choice, { origin: 'derived', baseId: BigInt(plan.id), ...more })
    return choice
  }

  async function unknownUndo(plan: Made): Promise<void> {
    await undoOf(plan, long, { state: 'failed', outside: true })
    await change(plan, { sha256: null, expiresAt: null })
  }
})

describe('rows that go while they are read', () => {
  it('are no shorter list', async () => {
    const plan = await old()
    const place = { planId: BigInt(plan.id), position: 0 }
    expect(await wholeOf(place, Promise.resolve('rows'))).toBe('rows')
    expect(await wholeOf(place, sweep())).toMatchObject({ code: 'plan_rows_removed' })
  })

  it('are no shorter file', async () => {
    const plan = await oldPlan(place, who.userId, { blocks: 40 })
    const file = await exportRows(who, plan.id, 'item', {}, origin)
    if (file instanceof Refusal) throw new Error(file.code)
    expect(await file.content.next()).toMatchObject({ done: false })
    await sweep()
    const rest = async () => {
      for await (const lines of file.content) expect(lines).not.toBe('')
    }
    await expect(rest()).rejects.toThrow('removed while they were read')
  })
})

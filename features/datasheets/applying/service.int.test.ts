import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Made, makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { decideOnPlan, requestImportApproval } from '#features/datasheets/consent/service.ts'
import { importAct } from '#features/datasheets/imports/service.ts'
import { db, transact } from '#server/database.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
const firing = { scheduleId: 77n, dueAt: new Date() }
let author: Principal
let other: Principal
let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  author = { ...(await makePrincipal()), role: 'data_manager' }
  await db.user.update({ where: { id: author.userId }, data: { role: 'data_manager' } })
  other = await makePrincipal()
  place = await makePlace('production')
})
afterAll(async () => {
  await db.run.updateMany({ where: { state: 'queued' }, data: { state: 'cancelled' } })
  await db.$disconnect()
})

const made = () => makePlan({ environment: place, createdById: author.userId, tables: [tableOf('item', { update: 3, delete: 1 })] })
const payloadOf = ({ id, sha256 }: Made, more: object = {}) =>
  importAct.payload.parse({ plan: id, sha256, confirm: { environment: place.name, rows: 4 }, ...more })
const prepare = (plan: Made, more?: object, who = author) => importAct.prepare(who, payloadOf(plan, more), origin)
const start = (plan: Made, more?: object) => transact((tx) => importAct.start(tx, author, payloadOf(plan, more), firing))
const agree = (plan: Made) => decideOnPlan(other, plan.id, { verdict: 'approve', comment: '', deletes: true }, origin)

describe('an import at a time', () => {
  it('is planned when its approval was asked for, and done when it was given', async () => {
    const plan = await made()
    expect(await prepare(plan)).toMatchObject({ code: 'approval_missing' })
    await requestImportApproval(author, plan.id, { deletes: true, reason: '' }, origin)
    const prepared = await prepare(plan)
    const { expiresAt } = await db.approval.findFirstOrThrow({ where: { subjectId: plan.id } })
    expect(prepared).toMatchObject({ lasting: [{ of: 'plan' }, { of: 'approval', until: expiresAt }] })
    expect(prepared).toMatchObject({ title: { environment: place.name, plan: plan.id, rows: 4 }, environment: { id: place.id, kind: 'production' } })
    if (prepared instanceof Refusal) return
    // As a schedule keeps it.
    const kept = importAct.payload.parse(JSON.parse(JSON.stringify(prepared.payload)))
    expect(await transact((tx) => importAct.start(tx, author, kept, firing))).toMatchObject({ code: 'approval_pending' })
    await agree(plan)
    const started = await transact((tx) => importAct.start(tx, author, kept, firing))
    const runId = started instanceof Refusal ? 0n : started.runId
    expect(await db.sheetImport.findUnique({ where: { runId } })).toMatchObject({ planId: BigInt(plan.id), scheduleId: 77n, createdById: author.userId })
    expect(await start(plan)).toMatchObject({ code: 'plan_already_applied' })
    expect(await transact(async (tx) => importAct.agreed?.(tx, kept))).toEqual([other.userId])
    expect(await prepare(plan)).toMatchObject({ code: 'plan_already_applied' })
  })

  it.each([
    [{ confirm: undefined }, 'confirmation_missing'],
    [{ deletes: false }, 'confirmation_differs'],
    [{ sha256: '0'.repeat(64) }, 'plan_digest_differs'],
    [{ tables: ['other'] }, 'plan_table_unknown'],
  ])('is looked at when it is planned: %j', async (more, code) => {
    expect(await prepare(await made(), more)).toMatchObject({ code })
  })

  it('is not planned with an approval of something else, or one that is over', async () => {
    const plan = await made()
    await agree(plan)
    expect(await prepare(plan, { deletes: false, confirm: { environment: place.name, rows: 3 } })).toMatchObject({ code: 'approval_missing' })
    await db.approval.updateMany({ where: { subjectId: plan.id }, data: { expiresAt: new Date(0) } })
    expect(await prepare(plan)).toMatchObject({ code: 'approval_expired' })
  })

  it('is refused at its time when the plan is stale then, or the one who planned it may not any more', async () => {
    const plan = await made()
    await agree(plan)
    expect(await prepare(plan)).toHaveProperty('title')
    await db.sheetPlan.update({ where: { id: BigInt(plan.id) }, data: { expiresAt: new Date(0) } })
    expect(await start(plan)).toMatchObject({ code: 'plan_expired' })
    const second = await made()
    await agree(second)
    const operator: Principal = { ...author, role: 'operator' }
    expect(await transact((tx) => importAct.start(tx, operator, payloadOf(second), firing))).toMatchObject({ code: 'environment_forbidden' })
    expect(await prepare(second, {}, operator)).toMatchObject({ code: 'environment_forbidden' })
    expect(await db.sheetImport.count({ where: { planId: { in: [BigInt(plan.id), BigInt(second.id)] } } })).toBe(0)
  })
})

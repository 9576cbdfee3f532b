import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as decisionsOf from '#app/api/v1/approvals/[id]/decisions/route.ts'
import * as undo from '#app/api/v1/datasheets/imports/[id]/undo/route.ts'
import * as again from '#app/api/v1/datasheets/plans/[id]/again/route.ts'
import * as apply from '#app/api/v1/datasheets/plans/[id]/apply/route.ts'
import * as approvals from '#app/api/v1/datasheets/plans/[id]/approvals/route.ts'
import * as decisions from '#app/api/v1/datasheets/plans/[id]/decisions/route.ts'
import * as derive from '#app/api/v1/datasheets/plans/[id]/derive/route.ts'
import * as one from '#app/api/v1/datasheets/plans/[id]/route.ts'
import * as plans from '#app/api/v1/datasheets/plans/route.ts'
import { gameUrl, type Made, makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import { POST as signIn } from '#app/api/v1/session/route.ts'
import { call, cookieOf, makePerson, password } from '#app/api/v1/testing.ts'
import { selectionDigest } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { updateEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'
import type { RouteHandler } from '#server/http/route.ts'

type Person = Awaited<ReturnType<typeof makePerson>>
const path = '/api/v1/datasheets/plans'
let [manager, other, approver, operator, viewer]: Person[] = []
const places = {} as Record<'test' | 'production', { id: string; name: string; kind: string }>

const item = tableOf('item', { insert: 2, update: 3, delete: 1, unchanged: 96 })
const level = tableOf('level', { update: 4 })
const emptied = tableOf('emptied', { delete: 21, unchanged: 79 })
const faulty = tableOf('faulty', { update: 1, errors: 2 })
const same = tableOf('same')

beforeAll(async () => {
  manager = await makePerson('data_manager')
  other = await makePerson('data_manager')
  approver = await makePerson('approver')
  operator = await makePerson('operator')
  viewer = await makePerson('viewer')
  for (const kind of ['test', 'production'] as const) places[kind] = await makePlace(kind)
})
afterAll(async () => {
  await db.run.updateMany({ where: { state: 'queued' }, data: { state: 'cancelled' } })
  await db.$disconnect()
})

const person = (who: Person | undefined): Person => {
  if (!who) throw new Error('nobody was made')
  return who
}
const plan = (kind: 'test' | 'production' = 'test', tables: readonly TableResult[] = [item, level, same], createdById = person(manager).id) =>
  makePlan({ environment: places[kind], createdById, tables })

const post = (handler: RouteHandler, act: string, id: string, body: object | undefined, who: Person | undefined, extra: object = {}) =>
  call(handler, 'POST', `${path}/${id}/${act}`, { token: person(who).token, params: { id }, ...(body ? { body } : {}), ...extra })
const asked = (made: Made, body: object = {}, who = manager) => post(approvals.POST, 'approvals', made.id, body, who)
const word = (made: Made, body: object, who = approver) => post(decisions.POST, 'decisions', made.id, { verdict: 'approve', ...body }, who)
const applied = (made: Made, body: object = {}, who = manager) => post(apply.POST, 'apply', made.id, { sha256: made.sha256, ...body }, who)
const load = async (id: string) => (await call(one.GET, 'GET', `${path}/${id}`, { token: person(viewer).token, params: { id } })).json

const lead = (id: string, url: string) => db.$transaction((tx) => updateEnvironment(tx, id, { url }))
const elsewhere = gameUrl.replace('/game', '/copy')

const sure = (rows = 10) => ({ confirm: { environment: places.production.name, rows } })

/** What the run of an import does at its end. */
async function settle(id: unknown, ending: 'applied' | 'failed'): Promise<void> {
  const { runId } = await db.sheetImport.findUniqueOrThrow({ where: { id: BigInt(String(id)) } })
  await db.run.update({ where: { id: runId }, data: { state: ending === 'applied' ? 'succeeded' : 'failed' } })
  if (ending === 'applied') await db.sheetImport.update({ where: { id: BigInt(String(id)) }, data: { committedAt: new Date() } })
}
const importIn = (json: Record<string, unknown>): string => (json.import as { id: string }).id

describe('applying in a test environment', () => {
  it('writes import, run and audit together, and says the state of the plan', async () => {
    const made = await plan()
    expect(await load(made.id)).toMatchObject({
      state: 'draft',
      risks: [
        { table: 'item', percent: 6, deletePercent: 1, braked: false },
        { table: 'level', percent: 4, deletePercent: 0, braked: false },
      ],
      approvals: { required: 0, latest: null },
      import: null,
    })
    const { status, json } = await applied(made, { reason: 'season 4' })
    expect([status, json.run]).toEqual([202, { id: expect.any(String), state: 'queued' }])
    const id = importIn(json)
    const row = await db.sheetImport.findUniqueOrThrow({ where: { id: BigInt(id) }, include: { run: true } })
    expect(row).toMatchObject({
      planId: BigInt(made.id),
      environmentKind: 'test',
      sha256: made.sha256,
      selection: { tables: ['item', 'level'], deletes: true },
      selectionSha256: selectionDigest(made.sha256, [item, level], true),
      approvalId: null,
      run: { kind: 'datasheets.import', title: { environment: places.test.name, plan: made.id, rows: 10 } },
    })
    expect(await db.auditEntry.findFirst({ where: { action: 'datasheets.import', object: `import:${id}` } })).toMatchObject({
      userId: manager?.id,
      outcome: 'done',
      planId: made.id,
      detail: { rows: 10, tables: ['item', 'level'], deletes: true, reason: 'season 4', approvers: [] },
    })
    expect(await load(made.id)).toMatchObject({ state: 'applying', import: id })
    await settle(id, 'applied')
    expect(await load(made.id)).toMatchObject({ state: 'applied', import: id })
  })

  it('takes ticked tables without deletes', async () => {
    const made = await plan()
    const { json } = await applied(made, { tables: ['same', 'item'], deletes: false })
    const row = await db.sheetImport.findUniqueOrThrow({ where: { id: BigInt(importIn(json)) }, include: { run: true } })
    expect([row.selection, row.run.title]).toEqual([
      { tables: ['item'], deletes: false },
      { environment: places.test.name, plan: made.id, rows: 5 },
    ])
  })

  it('is once, however often it is asked for', async () => {
    const made = await plan()
    const key = randomUUID()
    const first = await post(apply.POST, 'apply', made.id, { sha256: made.sha256 }, manager, { key })
    expect(await post(apply.POST, 'apply', made.id, { sha256: made.sha256 }, manager, { key })).toMatchObject({ status: 202, json: first.json })
    expect(await applied(made)).toMatchObject({ status: 409, json: { code: 'plan_already_applied' } })
    await settle(importIn(first.json), 'applied')
    expect(await applied(made, {}, other)).toMatchObject({ status: 409, json: { code: 'plan_already_applied' } })
    expect(await db.sheetImport.count({ where: { planId: BigInt(made.id) } })).toBe(1)
    expect(await db.auditEntry.findFirst({ where: { action: 'datasheets.import', object: `plan:${made.id}` } })).toMatchObject({
      outcome: 'refused',
      detail: { code: 'plan_already_applied' },
    })
  })

  it('is once when two ask at the same time', async () => {
    const made = await plan()
    const answers = await Promise.all([applied(made), applied(made, {}, other), applied(made)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
    expect(await db.sheetImport.count({ where: { planId: BigInt(made.id) } })).toBe(1)
  })

  it('is tried again when it had failed', async () => {
    const made = await plan()
    const first = importIn((await applied(made)).json)
    await settle(first, 'failed')
    expect(await load(made.id)).toMatchObject({ state: 'draft', import: first })
    const second = importIn((await applied(made)).json)
    await settle(second, 'applied')
    expect(await load(made.id)).toMatchObject({ state: 'applied', import: second })
  })
})

describe('applying is refused', () => {
  it.each<[string, readonly TableResult[], object, number, string, object?]>([
    ['another digest', [item], { sha256: 'f'.repeat(64) }, 409, 'plan_digest_differs'],
    ['a digest that is none', [item], { sha256: 'F' }, 400, 'invalid_request'],
    ['a table that is none', [item], { tables: ['Item'] }, 404, 'plan_table_unknown'],
    ['a table with errors', [item, faulty], {}, 409, 'table_has_errors'],
    ['a ticked table with errors', [item, faulty], { tables: ['faulty'] }, 409, 'table_has_errors'],
    ['nothing to write', [same], {}, 422, 'nothing_selected'],
    ['nothing but deletes, left out', [emptied], { deletes: false }, 422, 'nothing_selected'],
    ['many deletes without the name', [item, emptied], {}, 422, 'deletes_need_name'],
    ['many deletes with another name', [item, emptied], { confirmTables: ['item'] }, 422, 'deletes_need_name'],
    ['a confirmation of other rows', [item], { confirm: { environment: 'x', rows: 6 } }, 422, 'confirmation_differs'],
  ])('for %s', async (_name, tables, body, status, code) => {
    const made = await plan('test', tables)
    expect(await applied(made, body)).toMatchObject({ status, json: { code } })
    expect(await db.sheetImport.count({ where: { planId: BigInt(made.id) } })).toBe(0)
  })

  it('not where the deletes are named, or nothing is deleted', async () => {
    expect((await applied(await plan('test', [item, emptied]), { confirmTables: ['emptied'] })).status).toBe(202)
    expect((await applied(await plan('test', [item, tableOf('emptied', { delete: 21, update: 1 })]), { deletes: false })).status).toBe(202)
    expect((await applied(await plan('test', [item, faulty]), { tables: ['item'] })).status).toBe(202)
  })

  it('before there is a result, and after its run failed', async () => {
    const made = await plan()
    const change = (data: object) => db.sheetPlan.update({ where: { id: BigInt(made.id) }, data })
    await change({ sha256: null })
    await db.run.update({ where: { id: made.runId }, data: { state: 'running' } })
    expect(await applied(made)).toMatchObject({ status: 409, json: { code: 'plan_not_ready' } })
    await db.run.update({ where: { id: made.runId }, data: { state: 'failed' } })
    expect(await applied(made)).toMatchObject({ status: 409, json: { code: 'plan_not_ready' } })
    await change({ conflicts: 2 })
    expect(await load(made.id)).toMatchObject({ state: 'conflicted', conflicts: 2 })
    expect(await applied(made)).toMatchObject({ status: 409, json: { code: 'plan_not_ready' } })
    expect(await asked(made)).toMatchObject({ status: 409, json: { code: 'plan_not_ready' } })
  })

  it('after its time', async () => {
    const made = await plan()
    const expiresAt = (await load(made.id)).expiresAt as string
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 7 * 86_400_000)).toBeLessThan(600_000)
    await db.sheetPlan.update({ where: { id: BigInt(made.id) }, data: { expiresAt: new Date(Date.now() - 1_000) } })
    expect(await load(made.id)).toMatchObject({ state: 'expired', sha256: made.sha256 })
    for (const act of [applied(made), asked(made), word(made, {})]) expect(await act).toMatchObject({ status: 409, json: { code: 'plan_expired' } })
    expect(await post(derive.POST, 'derive', made.id, {}, manager)).toMatchObject({ status: 409, json: { code: 'plan_expired' } })
  })

  it('of people who may not, also where a test environment became production', async () => {
    const made = await plan()
    expect(await applied(made, {}, operator)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    expect(await applied(made, {}, viewer)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    await db.environment.update({ where: { id: places.test.id }, data: { kind: 'production' } })
    try {
      expect(await applied(made)).toMatchObject({ status: 422, json: { code: 'confirmation_missing' } })
      const confirm = { environment: places.test.name, rows: 10 }
      expect(await applied(made, { confirm })).toMatchObject({ status: 409, json: { code: 'approval_missing' } })
    } finally {
      await db.environment.update({ where: { id: places.test.id }, data: { kind: 'test' } })
    }
  })

  it('where the environment leads to another database since; another account leads to the same one', async () => {
    const place = await makePlace('test')
    const made = await makePlan({ environment: place, createdById: person(manager).id, tables: [item] })
    await lead(place.id, gameUrl.replace('u:p', 'other:secret'))
    expect(await load(made.id)).toMatchObject({ state: 'draft', environmentMoved: false })
    await lead(place.id, elsewhere)
    expect(await load(made.id)).toMatchObject({ state: 'draft', environmentMoved: true })
    const derived = await post(derive.POST, 'derive', made.id, { tables: ['item'] }, manager)
    for (const answer of [derived, await asked(made), await word(made, {}), await applied(made)]) {
      expect(answer).toMatchObject({ status: 409, json: { code: 'environment_moved', params: { name: place.name } } })
    }
    expect(await db.approval.count({ where: { subjectId: made.id } })).toBe(0)
  })

  it('when the environment is gone, or there is no such plan', async () => {
    const place = await makePlace('test')
    const made = await makePlan({ environment: place, createdById: person(manager).id, tables: [item] })
    await db.environment.delete({ where: { id: place.id } })
    expect(await applied(made)).toMatchObject({ status: 410, json: { code: 'environment_gone' } })
    expect((await applied({ ...made, id: '9000000000000000000' })).status).toBe(404)
  })
})

describe('production', () => {
  it('asks for the name of the environment and the number of rows', async () => {
    const made = await plan('production')
    const expected = (await applied(made)).json
    expect(expected).toMatchObject({ code: 'confirmation_missing', status: 422 })
    expect(expected.detail).toContain(places.production.name)
    for (const confirm of [
      { environment: places.production.name, rows: 9 },
      { environment: places.production.name.toUpperCase(), rows: 10 },
    ])
      expect(await applied(made, { confirm })).toMatchObject({ status: 422, json: { code: 'confirmation_differs' } })
    expect(await applied(made, { ...sure(), tables: ['item'] })).toMatchObject({ json: { code: 'confirmation_differs' } })
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_missing' } })
  })

  it('asks a browser for a proof that is not old', async () => {
    const made = await plan('production')
    const cookie = cookieOf((await call(signIn, 'POST', '/api/v1/session', { body: { email: person(manager).email, password } })).headers)
    const act = (body: object) =>
      call(apply.POST, 'POST', `${path}/${made.id}/apply`, { cookie, params: { id: made.id }, body: { sha256: made.sha256, ...body } })
    await db.session.updateMany({ where: { userId: person(manager).id }, data: { provedAt: new Date(Date.now() - 301_000) } })
    expect(await act(sure())).toMatchObject({ status: 403, json: { code: 'proof_needed' } })
    expect(await act({})).toMatchObject({ json: { code: 'confirmation_missing' } })
  })

  it('is applied when another person agreed to exactly this, once', async () => {
    const made = await plan('production')
    expect(await load(made.id)).toMatchObject({ approvals: { required: 1, latest: null } })
    const request = await asked(made, { reason: 'season 4' })
    expect(request).toMatchObject({
      status: 201,
      json: { state: 'pending', size: 10, subject: made.id, sha256: selectionDigest(made.sha256, [item, level], true), author: { id: manager?.id } },
    })
    expect((await asked(made)).json.id).toBe(request.json.id)
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_pending' } })
    const decide = (who: Person | undefined) =>
      call(decisionsOf.POST, 'POST', `/api/v1/approvals/${request.json.id}/decisions`, {
        token: person(who).token,
        params: { id: String(request.json.id) },
        body: { verdict: 'approve' },
      })
    // The author, who also asked, by the API.
    expect(await decide(manager)).toMatchObject({ status: 403, json: { code: 'approval_own' } })
    expect(await decide(approver)).toMatchObject({ status: 200, json: { state: 'approved' } })
    const other = await applied(made, { ...sure(6), tables: ['item'] })
    expect(other).toMatchObject({ status: 409, json: { code: 'approval_void' } })
    expect(await applied(made, { ...sure(9), deletes: false })).toMatchObject({ status: 409, json: { code: 'approval_void' } })
    const { status, json } = await applied(made, sure())
    expect(status).toBe(202)
    expect(await db.sheetImport.findUnique({ where: { id: BigInt(importIn(json)) } })).toMatchObject({ approvalId: BigInt(String(request.json.id)) })
    expect((await load(made.id)).approvals).toMatchObject({ latest: { state: 'used' } })
    await settle(importIn(json), 'failed')
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_used' } })
  })

  it('is not applied after the approver lost the role, nor after the approval expired', async () => {
    const made = await plan('production')
    const judge = await makePerson('approver')
    expect(await word(made, {}, judge)).toMatchObject({
      status: 200,
      json: { state: 'approved', author: { id: manager?.id }, requestedBy: { id: manager?.id } },
    })
    await db.user.update({ where: { id: judge.id }, data: { role: 'viewer' } })
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_approver_lost' } })
    const late = await plan('production')
    await word(late, {})
    await db.approval.updateMany({ where: { subjectId: late.id }, data: { expiresAt: new Date(Date.now() - 1_000) } })
    expect(await applied(late, sure())).toMatchObject({ status: 409, json: { code: 'approval_expired' } })
    expect(await db.sheetImport.count({ where: { planId: { in: [BigInt(made.id), BigInt(late.id)] } } })).toBe(0)
  })

  it('is not applied after an edit: a choice from the plan voids what was agreed to', async () => {
    const made = await plan('production')
    await word(made, {})
    const chosen = await post(derive.POST, 'derive', made.id, { tables: ['item'] }, manager)
    expect(chosen).toMatchObject({ status: 202, json: { plan: { state: 'computing' } } })
    expect((await load(made.id)).approvals).toMatchObject({ latest: { state: 'void', voidReason: 'plan_derived' } })
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_void' } })
  })

  it('is not applied after the files were compared again', async () => {
    const [file, upload, now] = [await keepFile('id\n1\n'), randomUUID(), new Date()]
    const times = { createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }
    const row = { id: upload, name: 'Items.csv', ...file, kind: 'csv', sheets: [], createdById: person(manager).id, ...times }
    await db.$transaction((tx) => insertUpload(tx, row))
    const made = await makePlan({ environment: places.production, createdById: person(manager).id, tables: [item, level], upload })
    const elsewhere = await makePlan({ environment: places.test, createdById: person(manager).id, tables: [item], upload })
    await word(made, {})
    await word(elsewhere, {})
    const newer = await post(again.POST, 'again', made.id, undefined, other)
    expect(newer.status).toBe(202)
    expect(await load(made.id)).toMatchObject({
      newer: (newer.json.plan as { id: string }).id,
      approvals: { latest: { state: 'void', voidReason: 'plan_newer' } },
    })
    expect((await load(elsewhere.id)).approvals).toMatchObject({ latest: { state: 'approved' } })
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_void' } })
    await db.sheetPlanFile.deleteMany({ where: { planId: BigInt(made.id) } })
    expect(await post(again.POST, 'again', made.id, undefined, other)).toMatchObject({ status: 409, json: { code: 'plan_not_of_files' } })
  })

  it('is rejected with a reason, and then asked for anew', async () => {
    const made = await plan('production')
    await asked(made)
    expect(await word(made, { verdict: 'reject' })).toMatchObject({ status: 400, json: { errors: [{ path: 'comment', code: 'reason_missing' }] } })
    expect(await word(made, { verdict: 'reject', comment: 'too early' })).toMatchObject({ status: 200, json: { state: 'rejected' } })
    expect(await applied(made, sure())).toMatchObject({ status: 409, json: { code: 'approval_rejected' } })
    expect(await word(made, {})).toMatchObject({ status: 200, json: { state: 'approved' } })
    expect((await applied(made, sure())).status).toBe(202)
  })

  it('is agreed to by the command line as a whole, or as the choice that is named', async () => {
    const made = await plan('production')
    expect(await word(made, {}, manager)).toMatchObject({ status: 403, json: { code: 'approval_own' } })
    expect(await word(made, {}, other)).toMatchObject({ status: 403, json: { code: 'forbidden' } })
    const admin = await makePerson('administrator')
    const own = await plan('production', [item], admin.id)
    expect(await word(own, {}, admin)).toMatchObject({ status: 403, json: { code: 'approval_own' } })
    expect(await db.approval.count({ where: { subjectId: own.id } })).toBe(0)
    const some = await word(made, { tables: ['level'], comment: 'levels alone' })
    expect(some.json).toMatchObject({ state: 'approved', size: 4, selection: { tables: ['level'], deletes: true } })
    expect((await applied(made, { ...sure(4), tables: ['level'] })).status).toBe(202)
  })
})

describe('the list', () => {
  it('finds plans by each state, and no undo that nobody asked for', async () => {
    const place = await makePlace('test')
    const make = () => makePlan({ environment: place, createdById: person(manager).id, tables: [item] })
    const [draft, expired, applying, done, conflicted, failed, hidden] = await Promise.all([make(), make(), make(), make(), make(), make(), make()])
    const change = (made: Made, data: object) => db.sheetPlan.update({ where: { id: BigInt(made.id) }, data })
    await change(expired, { expiresAt: new Date(Date.now() - 1_000) })
    await applied(applying)
    await settle(importIn((await applied(done)).json), 'applied')
    await change(conflicted, { sha256: null, conflicts: 3 })
    await change(failed, { sha256: null })
    await change(hidden, { origin: 'undo' })
    const list = async (state: string) => {
      const { json } = await call(plans.GET, 'GET', `${path}?environment=${place.id}&state=${state}`, { token: person(viewer).token })
      return (json.items as { id: string; state: string }[]).map((found) => [found.id, found.state])
    }
    for (const [state, made] of Object.entries({ draft, expired, applying, applied: done, conflicted, failed }))
      expect(await list(state)).toEqual([[made.id, state]])
    expect(await list('computing')).toEqual([])
    expect((await call(one.GET, 'GET', `${path}/${hidden.id}`, { token: person(viewer).token, params: { id: hidden.id } })).status).toBe(404)
  })
})

describe('undo', () => {
  const opened = (id: string, who = manager) => call(undo.POST, 'POST', `/api/v1/datasheets/imports/${id}/undo`, { token: person(who).token, params: { id } })

  /** An import of a plan with the plan that its run prepares to take it back. */
  async function imported(kind: 'test' | 'production' = 'test'): Promise<{ id: string; undo: Made }> {
    const made = await plan(kind)
    if (kind === 'production') await word(made, {})
    const id = importIn((await applied(made, kind === 'production' ? sure() : {})).json)
    const inverse = await plan(kind)
    await db.sheetPlan.update({ where: { id: BigInt(inverse.id) }, data: { origin: 'undo', undoOfId: BigInt(id) } })
    return { id, undo: inverse }
  }

  it('opens the plan of it, whose author is who asked for it', async () => {
    const { id, undo: inverse } = await imported('production')
    expect(await opened(id)).toMatchObject({ status: 409, json: { code: 'import_not_applied' } })
    await settle(id, 'applied')
    const plan = { id: inverse.id, sha256: inverse.sha256, state: 'draft' }
    expect(await opened(id, other)).toMatchObject({ status: 200, json: { plan } })
    expect(await opened(id)).toMatchObject({ status: 200, json: { plan } })
    expect(await load(inverse.id)).toMatchObject({ origin: 'undo', undoOf: id, createdBy: { id: other?.id } })
    expect(await word(inverse, {}, approver)).toMatchObject({ json: { state: 'approved', author: { id: other?.id } } })
    const back = importIn((await applied(inverse, sure())).json)
    await settle(back, 'applied')
    expect(await opened(id)).toMatchObject({ status: 409, json: { code: 'import_undone' } })
    expect(await db.sheetImport.findUnique({ where: { id: BigInt(back) } })).toMatchObject({ undoOfId: BigInt(id) })
  })

  it('gives the plan a new time, and has an end of its own', async () => {
    const { id, undo: inverse } = await imported()
    await settle(id, 'applied')
    await opened(id)
    await db.sheetPlan.update({ where: { id: BigInt(inverse.id) }, data: { expiresAt: new Date(Date.now() - 1_000) } })
    expect(await opened(id, other)).toMatchObject({ json: { plan: { state: 'draft' } } })
    await db.sheetImport.update({ where: { id: BigInt(id) }, data: { committedAt: new Date(Date.now() - 31 * 86_400_000) } })
    expect(await opened(id)).toMatchObject({ status: 409, json: { code: 'undo_expired' } })
  })

  it('is for the database that the environment leads to when it is opened', async () => {
    const { id, undo: inverse } = await imported()
    await settle(id, 'applied')
    await opened(id)
    try {
      await lead(places.test.id, elsewhere)
      expect(await applied(inverse)).toMatchObject({ status: 409, json: { code: 'environment_moved' } })
      await opened(id, other)
      expect(await load(inverse.id)).toMatchObject({ environmentMoved: false, createdBy: { id: other?.id } })
      expect((await applied(inverse)).status).toBe(202)
    } finally {
      await lead(places.test.id, gameUrl)
    }
  })

  it('is not for those who may not, nor of a failed import', async () => {
    const { id } = await imported()
    expect((await opened(id, operator)).status).toBe(403)
    await settle(id, 'failed')
    expect(await opened(id)).toMatchObject({ status: 409, json: { code: 'import_not_applied' } })
    expect((await opened('9000000000000000000')).status).toBe(404)
  })
})

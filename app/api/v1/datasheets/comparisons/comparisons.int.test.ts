import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as comparisons from '#app/api/v1/datasheets/comparisons/route.ts'
import * as apply from '#app/api/v1/datasheets/plans/[id]/apply/route.ts'
import * as onePlan from '#app/api/v1/datasheets/plans/[id]/route.ts'
import * as rows from '#app/api/v1/datasheets/plans/[id]/tables/[table]/rows/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import type { Role } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { compareAct } from '#features/datasheets/comparisons/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db, transact } from '#server/database.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const path = '/api/v1/datasheets/comparisons'
const mark = randomUUID().slice(0, 8)
const people = {} as Record<Role, Awaited<ReturnType<typeof makePerson>>>
const origin = { ip: '127.0.0.1', requestId: 'test' }
let from: Game
let to: Game
let worker: ChildProcess

beforeAll(async () => {
  for (const role of ['viewer', 'operator', 'data_manager'] as const) people[role] = await makePerson(role)
  const server = process.env.DATABASE_ADMIN_URL ?? ''
  const item = 'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL)'
  from = await makeGame(server, item, "INSERT INTO item VALUES (1, 'sword'), (2, 'long bow'), (4, 'lance')", 'CREATE TABLE extra (id INT PRIMARY KEY)')
  to = await makeGame(server, item, "INSERT INTO item VALUES (1, 'sword'), (2, 'bow'), (3, 'axe')")
  await db.$transaction(async (tx) => {
    await insertEnvironment(tx, { name: `from ${mark}`, kind: 'test', url: from.url, tables: [] })
    await insertEnvironment(tx, { name: `to ${mark}`, kind: 'test', url: to.url, tables: [] })
    await insertEnvironment(tx, { name: `live ${mark}`, kind: 'production', url: to.url, tables: [] })
  })
  worker = await spawnWorker('workers/main.ts')
})
afterAll(async () => {
  await kill(worker)
  await from.drop()
  await to.drop()
  await db.$disconnect()
})

const ask = (body: object, who: Role = 'operator') =>
  call(comparisons.POST, 'POST', path, { token: people[who].token, body, headers: { 'accept-language': 'en' } })
type Started = { plan: { id: string; state: string }; run: { id: string } }

describe('a comparison of two environments', { timeout: 60_000 }, () => {
  it('is a plan for the target: what makes it equal to the source', async () => {
    const { status, json } = await ask({ from: `from ${mark}`, to: `to ${mark}` })
    expect(status).toBe(202)
    const { plan, run } = json as Started
    await waitFor(run.id, ['succeeded', 'failed'], 30_000)
    const token = people.viewer.token
    const loaded = await call(onePlan.GET, 'GET', `/api/v1/datasheets/plans/${plan.id}`, { token, params: { id: plan.id } })
    expect(loaded.json).toMatchObject({
      state: 'draft',
      origin: 'compare',
      source: { name: `from ${mark}` },
      environment: { name: `to ${mark}` },
      files: [],
      newer: null,
      totals: { tables: 1, insert: 1, update: 1, delete: 1, unchanged: 1 },
      tables: [{ table: 'item', sheets: [{ file: `from ${mark}`, sheet: 'item', rows: 3 }] }],
      schema: [{ table: 'extra', column: null, kind: 'table_missing', from: 'extra', to: null, blocking: true }],
    })
    const params = { id: plan.id, table: 'item' }
    const found = await call(rows.GET, 'GET', `/api/v1/datasheets/plans/${plan.id}/tables/item/rows`, { token, params })
    expect(found.json.items).toMatchObject([
      { op: 'update', key: { id: '2' }, cells: { name: ['bow', 'long bow'] } },
      { op: 'delete', key: { id: '3' } },
      { op: 'insert', key: { id: '4' } },
    ])
    const audit = await db.auditEntry.findFirst({ where: { object: `plan:${plan.id}` } })
    expect(audit).toMatchObject({ action: 'datasheets.compare', userId: people.operator.id, detail: { from: `from ${mark}`, to: `to ${mark}` } })
  })

  it('promotes by being applied: the two are equal then', async () => {
    const counts = async (): Promise<{ id: string; totals: object; sha256: string }> => {
      const { plan, run } = (await ask({ from: `from ${mark}`, to: `to ${mark}`, tables: ['item'] }, 'data_manager')).json as Started
      await waitFor(run.id, ['succeeded', 'failed'], 30_000)
      const { json } = await call(onePlan.GET, 'GET', `/api/v1/datasheets/plans/${plan.id}`, { token: people.viewer.token, params: { id: plan.id } })
      return json as { id: string; totals: object; sha256: string }
    }
    const { id, sha256 } = await counts()
    const body = { sha256, confirmTables: ['item'] }
    const applied = await call(apply.POST, 'POST', `/api/v1/datasheets/plans/${id}/apply`, { token: people.data_manager.token, params: { id }, body })
    expect(applied.status).toBe(202)
    const done = await waitFor((applied.json as { run: { id: string } }).run.id, ['succeeded', 'failed'], 30_000)
    expect(done.error).toBeNull()
    expect(await to.query('SELECT * FROM item ORDER BY id')).toEqual(await from.query('SELECT * FROM item ORDER BY id'))
    expect((await counts()).totals).toMatchObject({ insert: 0, update: 0, delete: 0, unchanged: 3 })
  })

  it('needs the right to read the source and to compare with the target', async () => {
    expect(await ask({ from: `from ${mark}`, to: `live ${mark}` })).toMatchObject({ status: 403, json: { code: 'environment_forbidden' } })
    expect((await ask({ from: `live ${mark}`, to: `to ${mark}` })).status).toBe(202)
    expect((await ask({ from: `from ${mark}`, to: `to ${mark}` }, 'viewer')).status).toBe(403)
    expect(await ask({ from: `to ${mark}`, to: `to ${mark}` })).toMatchObject({ status: 422, json: { code: 'comparison_same' } })
    expect(await ask({ from: 'nothing', to: `to ${mark}` })).toMatchObject({ status: 404, json: { code: 'environment_unknown' } })
  })

  it('at a time is one of the same two environments, whatever they are called by then', async () => {
    const who = await makePrincipal()
    const prepared = await compareAct.prepare(who, { from: `from ${mark}`, to: `to ${mark}`, tables: ['item'] }, origin)
    if (prepared instanceof Refusal) throw new Error(prepared.code)
    expect(prepared).toMatchObject({ title: { from: `from ${mark}`, to: `to ${mark}` }, environment: { name: `to ${mark}`, kind: 'test' } })
    const now = new Date()
    const started = await transact((tx) => compareAct.start(tx, who, prepared.payload, { scheduleId: 1n, dueAt: now }))
    if (started instanceof Refusal) throw new Error(started.code)
    await waitFor(String(started.runId), ['succeeded', 'failed'], 30_000)
    expect(await db.sheetPlan.findFirst({ where: { runId: started.runId } })).toMatchObject({ origin: 'compare', request: { tables: ['item'] }, conflicts: 0 })
    const gone = await transact((tx) => compareAct.start(tx, who, { ...prepared.payload, from: randomUUID() }, { scheduleId: 1n, dueAt: now }))
    expect(gone).toMatchObject({ code: 'environment_unknown' })
  })
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as again from '#app/api/v1/datasheets/plans/[id]/again/route.ts'
import * as findingsExport from '#app/api/v1/datasheets/plans/[id]/findings/export/route.ts'
import * as findings from '#app/api/v1/datasheets/plans/[id]/findings/route.ts'
import * as one from '#app/api/v1/datasheets/plans/[id]/route.ts'
import * as rowsExport from '#app/api/v1/datasheets/plans/[id]/tables/[table]/rows/export/route.ts'
import * as rows from '#app/api/v1/datasheets/plans/[id]/tables/[table]/rows/route.ts'
import * as plans from '#app/api/v1/datasheets/plans/route.ts'
import { tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import * as upload from '#app/api/v1/datasheets/uploads/[id]/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { Role } from '#core/shared/permissions.ts'
import { clearPlan, finishPlan, keepFindings, keepOperations, keepTable, planJob } from '#features/datasheets/execution/repository.ts'
import { pageOfRows } from '#features/datasheets/rows/service.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { sweepUploads } from '#features/datasheets/uploads/service.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'

const path = '/api/v1/datasheets/plans'
const mark = randomUUID().slice(0, 8)
const people = {} as Record<Role, Awaited<ReturnType<typeof makePerson>>>
const places = {} as Record<'test' | 'production', { id: string; name: string }>

beforeAll(async () => {
  for (const role of ['viewer', 'operator', 'data_manager', 'administrator'] as const) people[role] = await makePerson(role)
  for (const kind of ['test', 'production'] as const) {
    const name = `${kind} ${mark}`
    places[kind] = await db.$transaction((tx) => insertEnvironment(tx, { name, kind, url: 'mysql://u:p@127.0.0.1:1/game', tables: ['item'] }))
  }
})
afterAll(async () => {
  await db.sheetUpload.updateMany({ data: { expiresAt: new Date(0) } })
  await db.run.updateMany({ where: { kind: 'datasheets.diff', state: 'queued' }, data: { state: 'cancelled' } })
  await sweepUploads()
  await db.$disconnect()
})

async function makeUpload(name = `${randomUUID()}.csv`, days = 1): Promise<string> {
  const [file, id, now] = [await keepFile('id\n1\n'), randomUUID(), new Date()]
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  const row = { id, name, ...file, kind: 'csv', sheets: [], createdById: people.operator.id, createdAt: now, expiresAt }
  await db.$transaction((tx) => insertUpload(tx, row))
  return id
}

const start = (uploads: string[], who: Role = 'operator', environment = places.test.name) =>
  call(plans.POST, 'POST', path, { token: people[who].token, body: { environment, uploads }, headers: { 'accept-language': 'en' } })
type Started = { plan: { id: string; state: string }; run: { id: string } }
const started = async (uploads?: string[], who?: Role, environment?: string): Promise<Started> => {
  const { status, json } = await start(uploads ?? [await makeUpload()], who, environment)
  expect(status).toBe(202)
  return json as Started
}

const table = (name: string, counts: Partial<TableResult> = {}): TableResult =>
  tableOf(name, { unchanged: 3, rowsBefore: 3, digest: '1'.repeat(64), ...counts })

const operation = (id: number): KeptOperation => {
  const key = { id: String(id) }
  if (id % 10 === 0) return { op: 'delete', key, cells: { name: [`gone ${id}`, null] } }
  if (id % 10 === 1) return { op: 'insert', key, cells: { name: [null, id === 1_001 ? '한글 "Quoted" 100%' : `new ${id}`] } }
  return { op: 'update', key, cells: { price: ['1', String(id)] }, same: { name: `item ${id}` }, at: { file: 'a.csv', sheet: 'a', row: id } }
}

const finding = (level: Finding['level'], code: string, name: string | null): Finding => ({
  level,
  code,
  file: 'a.csv',
  sheet: 'a',
  cell: 'B2',
  table: name,
  column: 'name',
  value: '=1+1',
  params: { length: 5, max: 3, hint: 'none' },
})

/** What the run of a plan does at its end. */
async function finish({ plan, run }: Started, operations: number, found: Finding[] = []): Promise<void> {
  const planId = BigInt(plan.id)
  await db.$transaction(async (tx) => {
    await keepTable(tx, planId, 0, table('Item'))
    await keepTable(tx, planId, 1, table('item', { insert: 1, update: operations }))
    await keepFindings(tx, planId, 0, found)
    const lines = Array.from({ length: operations }, (_, at) => JSON.stringify(operation(at)))
    // Blocks are as long as their rows allow: some end early. The long plan has full ones, of which a test counts how many were read.
    for (let block = 0, at = 0; at < operations; block++) {
      const end = at + (operations < 2_000 && block % 2 === 1 ? 7 : 500)
      await keepOperations(tx, planId, 1, block, lines.slice(at, end))
      at = end
    }
    const unreadSheets = [{ file: 'a.csv', sheet: 'b', reason: 'unmatched' as const }]
    const findings = found.map(({ table, level, code }) => ({ table, level, code, count: code === 'text_too_long' ? 2_000 : 1 }))
    const readAt = new Date().toISOString()
    await finishPlan(tx, planId, { sha256: '2'.repeat(64), schemaFingerprint: '3'.repeat(64), readAt, findings, unreadSheets })
    await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'succeeded' } })
  })
}

const load = async (id: string, who: Role = 'viewer') => call(one.GET, 'GET', `${path}/${id}`, { token: people[who].token, params: { id } })
const read = async (id: string, query: string, name = 'item') =>
  (await call(rows.GET, 'GET', `${path}/${id}/tables/${name}/rows?${query}`, { token: people.viewer.token, params: { id, table: name } })).json as {
    items: { index: number; op: string; key: { id: string } }[]
    total: number
    matching: number
    complete: boolean
  }

describe('a new plan', () => {
  it('is computed by a run that knows files, mapping and game database', async () => {
    const [first, second] = [await makeUpload(`${mark} 1.csv`), await makeUpload(`${mark} 2.csv`)]
    const { plan, run } = await started([first, second])
    expect(plan.state).toBe('computing')
    const job = await planJob(BigInt(run.id))
    expect(job).toMatchObject({ planId: BigInt(plan.id), environment: { name: places.test.name, url: 'mysql://u:p@127.0.0.1:1/game', tables: ['item'] } })
    expect(job.mapping).toEqual({ tables: [], ignoreSheets: [] })
    expect(job.files.map(({ name }) => name)).toEqual([`${mark} 1.csv`, `${mark} 2.csv`])
    expect(await db.run.findUnique({ where: { id: BigInt(run.id) } })).toMatchObject({
      kind: 'datasheets.diff',
      title: { environment: places.test.name, first: `${mark} 1.csv`, more: 1 },
    })
    expect(await db.auditEntry.findFirst({ where: { action: 'datasheets.plan', planId: plan.id } })).toMatchObject({
      runId: BigInt(run.id),
      userId: people.operator.id,
    })
    expect((await load(plan.id)).json).toMatchObject({ state: 'computing', sha256: null, totals: null, tables: [], mappingVersion: 0 })
    expect(await call(upload.DELETE, 'DELETE', `/api/v1/datasheets/uploads/${first}`, { token: people.operator.token, params: { id: first } })).toMatchObject({
      status: 409,
      json: { code: 'upload_in_use' },
    })
  })

  it.each([
    ['an environment that is none', async () => start([await makeUpload()], 'operator', 'nowhere'), 404, 'environment_unknown'],
    ['a file that is none', () => start([randomUUID()]), 404, 'upload_unknown'],
    ['a file whose time is over', async () => start([await makeUpload('old.csv', -1)]), 410, 'upload_gone'],
    ['two files of one name', async () => start([await makeUpload('x.csv'), await makeUpload('x.csv')]), 422, 'upload_names_twice'],
    ['two names that differ in case', async () => start([await makeUpload('Items.csv'), await makeUpload('ｉtems.CSV')]), 422, 'upload_names_twice'],
    ['no file', () => start([]), 400, 'invalid_request'],
    ['production for an operator', async () => start([await makeUpload()], 'operator', places.production.name), 403, 'environment_forbidden'],
  ])('is refused for %s', async (_name, act, status, code) => {
    const before = await db.sheetPlan.count()
    expect(await act()).toMatchObject({ status, json: { code } })
    expect(await db.sheetPlan.count()).toBe(before)
  })

  it('of production is for data managers; who was refused is in the audit', async () => {
    const { plan } = await started([await makeUpload()], 'data_manager', places.production.id)
    expect((await load(plan.id)).json).toMatchObject({ environment: places.production && { name: places.production.name, kind: 'production' } })
    await start([await makeUpload()], 'operator', places.production.name)
    const row = await db.auditEntry.findFirst({ where: { userId: people.operator.id, outcome: 'refused', object: `environment:${places.production.id}` } })
    expect(row).toMatchObject({ action: 'datasheets.diff', detail: { kind: 'production' } })
  })

  it('is not computed for an operator in what became production meanwhile', async () => {
    const [{ run: mine }, { run: managed }] = [await started(), await started([await makeUpload()], 'data_manager')]
    const become = (kind: string) => db.environment.update({ where: { id: places.test.id }, data: { kind } })
    await become('production')
    try {
      await expect(planJob(BigInt(mine.id))).rejects.toMatchObject({ refusal: { code: 'environment_forbidden', params: { kind: 'production' } } })
      expect((await planJob(BigInt(managed.id))).environment.id).toBe(places.test.id)
    } finally {
      await become('test')
    }
    expect((await planJob(BigInt(mine.id))).environment.id).toBe(places.test.id)
  })

  it('fails with its run, and is computed again with it', async () => {
    const { plan, run } = await started()
    const states = []
    for (const state of ['running', 'failed', 'queued', 'cancelled']) {
      await db.run.update({ where: { id: BigInt(run.id) }, data: { state } })
      states.push((await load(plan.id)).json.state)
    }
    expect(states).toEqual(['computing', 'failed', 'computing', 'failed'])
  })

  it('keeps findings with half of a character', async () => {
    const made = await started()
    await finish(made, 1, [{ ...finding('error', 'x', 'item'), value: 'a\ud83d', params: { seen: '\ude00b' } }])
    const [row] = await db.sheetPlanFinding.findMany({ where: { planId: BigInt(made.plan.id) } })
    expect(row).toMatchObject({ value: 'a\ufffd', params: { seen: '\ufffdb' } })
  })

  it('forgets what an attempt kept', async () => {
    const made = await started()
    await finish(made, 3, [finding('error', 'x', 'item')])
    await db.$transaction((tx) => clearPlan(tx, BigInt(made.plan.id)))
    expect((await load(made.plan.id)).json.tables).toEqual([])
    expect(await db.sheetPlanFinding.count({ where: { planId: BigInt(made.plan.id) } })).toBe(0)
  })
})

describe('a draft', () => {
  let made: Started
  let id: string
  beforeAll(async () => {
    made = await started()
    id = made.plan.id
    await finish(made, 1_234, [finding('error', 'text_too_long', 'item'), finding('warning', 'hidden_rows', 'item'), finding('error', 'sheet_unmatched', null)])
  })

  it('shows its tables, counts and findings', async () => {
    const { json } = await load(id)
    expect(json).toMatchObject({
      state: 'draft',
      sha256: '2'.repeat(64),
      totals: { tables: 2, insert: 1, update: 1_234, unchanged: 6, errors: 2_001, warnings: 1 },
      mappingChanged: false,
      environmentMoved: false,
      newer: null,
      unreadSheets: [{ file: 'a.csv', sheet: 'b', reason: 'unmatched' }],
    })
    expect((json.tables as TableResult[]).map((one) => one.table)).toEqual(['Item', 'item'])
    expect(json.findings).toContainEqual({ table: null, level: 'error', code: 'sheet_unmatched', count: 1 })
  })

  it('has its rows from any offset', async () => {
    const page = await read(id, 'offset=498&limit=4')
    expect([page.total, page.matching, page.complete]).toEqual([1_234, 1_234, true])
    expect(page.items.map(({ index, key }) => [index, key.id])).toEqual([498, 499, 500, 501].map((at) => [at, String(at)]))
    expect((await read(id, 'offset=1230&limit=100')).items).toHaveLength(4)
    expect((await read(id, 'offset=5000')).items).toEqual([])
    expect((await read(id, '', 'Item')).items).toEqual([])
  })

  it.each([
    ['op=delete', 124],
    ['op=insert', 124],
    ['column=price', 986],
    ['column=name', 248],
    ['op=delete&column=price', 0],
    ['q=ITEM%20100', 8],
    ['q=%22quoted', 1],
    ['q=100%25', 1],
    ['q=한글', 1],
    ['q=item%2012&op=update', 35],
    ['q=%22op', 0],
  ])('finds rows by %s', async (query, expected) => {
    const page = await read(id, `${query}&limit=500`)
    const whole = [page.matching, page.items.length, page.complete]
    expect(whole).toEqual([expected, Math.min(expected, 500), true])
    const second = await read(id, `${query}&limit=500&offset=500`)
    const places = [...page.items, ...second.items].map(({ index }) => index)
    expect(new Set(places).size).toBe(expected)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  it('is searched on where an earlier request had to stop', async () => {
    const large = await started()
    await finish(large, 9_000)
    const place = { planId: BigInt(large.plan.id), position: 1 }
    const ask = () => pageOfRows(place, { offset: 0, limit: 1, q: 'gone ' }, 0)
    const [first, second, third] = [await ask(), await ask(), await ask()]
    expect([first.matching, first.complete, first.total]).toEqual([800, false, 9_000])
    expect([second.matching, second.complete]).toEqual([900, true])
    expect(third).toEqual(second)
  })

  it('goes away as lines of JSON, which leaves a row in the audit', async () => {
    const request = new Request(`http://127.0.0.1:3300${path}/${id}/tables/item/rows/export?op=insert`, {
      headers: { authorization: `Bearer ${people.viewer.token}` },
    })
    const response = await rowsExport.GET(request, { params: Promise.resolve({ id, table: 'item' }) })
    expect(response.headers.get('content-disposition')).toContain(`plan_${id}_item.ndjson`)
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines).toHaveLength(124)
    expect(JSON.parse(lines[0] ?? '')).toEqual({ op: 'insert', key: { id: '1' }, cells: { name: [null, 'new 1'] } })
    expect(await db.auditEntry.findFirst({ where: { action: 'datasheets.rows.export', planId: id } })).toMatchObject({ userId: people.viewer.id })
  })

  it('lists its findings by level, table and code in the language asked for', async () => {
    const list = async (query: string) =>
      (await call(findings.GET, 'GET', `${path}/${id}/findings?${query}`, { token: people.viewer.token, params: { id } })).json
    expect(await list('')).toMatchObject({ total: 3 })
    expect(await list('level=warning')).toMatchObject({ total: 1, items: [{ code: 'hidden_rows', cell: 'B2', value: '=1+1' }] })
    expect(await list('table=')).toMatchObject({ total: 1, items: [{ code: 'sheet_unmatched' }] })
    expect(await list('code=text_too_long&table=item')).toMatchObject({ total: 1 })
    const request = new Request(`http://127.0.0.1:3300${path}/${id}/findings/export`, { headers: { authorization: `Bearer ${people.viewer.token}` } })
    const csv = await (await findingsExport.GET(request, { params: Promise.resolve({ id }) })).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(4)
    expect(csv).toContain(",'=1+1,text_too_long,")
  })

  it('is compared again from the same files, and then knows of the newer one', async () => {
    const act = () => call(again.POST, 'POST', `${path}/${id}/again`, { token: people.operator.token, params: { id } })
    const { status, json } = await act()
    expect(status).toBe(202)
    expect((await load(id)).json.newer).toBe((json as Started).plan.id)
    const viewer = await call(again.POST, 'POST', `${path}/${id}/again`, { token: people.viewer.token, params: { id } })
    expect(viewer.status).toBe(403)
  })

  it('is not ready before its end, and has no other table', async () => {
    const unready = await started()
    const ask = (plan: string, name: string) =>
      call(rows.GET, 'GET', `${path}/${plan}/tables/${name}/rows`, { token: people.viewer.token, params: { id: plan, table: name } })
    expect(await ask(unready.plan.id, 'item')).toMatchObject({ status: 409, json: { code: 'plan_not_ready' } })
    expect(await ask(id, 'other')).toMatchObject({ status: 404, json: { code: 'plan_table_unknown' } })
    expect((await ask('9000000000000000000', 'item')).status).toBe(404)
  })
})

describe('the list', () => {
  it('finds by environment, state, file and upload', async () => {
    const name = `${randomUUID()}.csv`
    const file = await makeUpload(name)
    const [done, open] = [await started([file]), await started([file])]
    await finish(done, 1)
    const list = async (query: string) => {
      const { json } = await call(plans.GET, 'GET', `${path}?${query}`, { token: people.viewer.token })
      return (json.items as { id: string }[]).map(({ id }) => id)
    }
    expect(await list(`q=${name.slice(0, 20)}`)).toEqual([open.plan.id, done.plan.id])
    expect(await list(`upload=${file}&state=draft`)).toEqual([done.plan.id])
    expect(await list(`upload=${file}&state=computing`)).toEqual([open.plan.id])
    expect(await list(`upload=${file}&state=failed`)).toEqual([])
    expect(await list(`upload=${file}&environment=${encodeURIComponent(places.test.name)}&sort=createdAt`)).toEqual([done.plan.id, open.plan.id])
    expect(await list(`upload=${file}&environment=${places.production.id}`)).toEqual([])
    await db.environment.update({ where: { id: places.test.id }, data: { name: `renamed ${mark}` } })
    expect(await list(`upload=${file}&environment=renamed%20${mark}`)).toEqual([open.plan.id, done.plan.id])
    await db.environment.update({ where: { id: places.test.id }, data: { name: places.test.name } })
  })
})

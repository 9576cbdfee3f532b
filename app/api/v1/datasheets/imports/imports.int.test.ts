import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { GET as readHistory } from '#app/api/v1/datasheets/history/route.ts'
import { GET as readMoved } from '#app/api/v1/datasheets/imports/[id]/moved/route.ts'
import { GET as readImport } from '#app/api/v1/datasheets/imports/[id]/route.ts'
import { POST as openUndo } from '#app/api/v1/datasheets/imports/[id]/undo/route.ts'
import { GET as listImports } from '#app/api/v1/datasheets/imports/route.ts'
import { POST as apply } from '#app/api/v1/datasheets/plans/[id]/apply/route.ts'
import { POST as ask } from '#app/api/v1/datasheets/plans/[id]/approvals/route.ts'
import { POST as decide } from '#app/api/v1/datasheets/plans/[id]/decisions/route.ts'
import { POST as derive } from '#app/api/v1/datasheets/plans/[id]/derive/route.ts'
import { GET as readPlan } from '#app/api/v1/datasheets/plans/[id]/route.ts'
import { POST as startPlan } from '#app/api/v1/datasheets/plans/route.ts'
import { makePlace } from '#app/api/v1/datasheets/plans/testing.ts'
import { POST as commandRun } from '#app/api/v1/runs/[id]/commands/route.ts'
import { call, makePerson } from '#app/api/v1/testing.ts'
import type { EnvironmentKind } from '#core/shared/permissions.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { updateEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'
import type { RouteHandler } from '#server/http/route.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { kill, spawnWorker, waitFor } from '#workers/testing/harness.ts'

type Json = Record<string, unknown>
type Person = Awaited<ReturnType<typeof makePerson>>
type Place = { id: string; name: string; kind: string }

let worker: ChildProcess
let people: { manager: Person; approver: Person; viewer: Person }
let games: Record<EnvironmentKind, Game>
let places: Record<EnvironmentKind, Place>

beforeAll(async () => {
  worker = await spawnWorker('workers/main.ts')
  people = { manager: await makePerson('data_manager'), approver: await makePerson('approver'), viewer: await makePerson('viewer') }
  const make = () => makeGame(process.env.DATABASE_ADMIN_URL ?? '', 'CREATE TABLE item (id INT PRIMARY KEY, name VARCHAR(40) NOT NULL, price INT)')
  games = { test: await make(), production: await make() }
  const place = (kind: EnvironmentKind) => makePlace(kind, `${kind} ${randomUUID().slice(0, 8)}`, games[kind].url)
  places = { test: await place('test'), production: await place('production') }
})
afterAll(async () => {
  await kill(worker)
  await Promise.all(Object.values(games).map((game) => game.drop()))
  await db.$disconnect()
})

const before = Array.from({ length: 20 }, (_, at): [number, string, number] => [at + 1, `item ${at + 1}`, 10])
beforeEach(async () => {
  for (const game of Object.values(games)) {
    await game.run('DELETE FROM item')
    await game.insert('item', before)
  }
})
const rowsOf = async (kind: EnvironmentKind) =>
  (await games[kind].query('SELECT id, name, price FROM item ORDER BY id')).map((row) => Object.values(row).map(String).join(' '))
const asBefore = before.map((row) => row.join(' '))

/** Item 1 costs 11, item 2 is renamed, item 20 is gone and item 21 new. */
const sheet = ['id,name,price', '1,item 1,11', '2,둘,10', ...before.slice(2, 19).map((row) => row.join(',')), '21,new,5'].join('\n')
const asAfter = ['1 item 1 11', '2 둘 10', ...asBefore.slice(2, 19), '21 new 5']

const post = async (handler: RouteHandler, id: string, body: object | undefined, who: Person, status: number): Promise<Json> => {
  const answer = await call(handler, 'POST', '/api/v1/x', { token: who.token, params: { id }, ...(body ? { body } : {}) })
  expect(answer).toMatchObject({ status })
  return answer.json
}
const get = async (handler: RouteHandler, id: string, query = ''): Promise<Json> =>
  (await call(handler, 'GET', `/api/v1/x?${query}`, { token: people.viewer.token, params: { id } })).json
const idIn = (json: Json, name: string): string => (json[name] as { id: string }).id

async function upload(): Promise<string> {
  const [file, id, now] = [await keepFile(sheet), randomUUID(), new Date()]
  const times = { createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }
  await db.$transaction((tx) => insertUpload(tx, { id, name: 'item.csv', ...file, kind: 'csv', sheets: [], createdById: people.manager.id, ...times }))
  return id
}

type Plan = { id: string; sha256: string }
async function compared(kind: EnvironmentKind): Promise<Plan> {
  const started = await post(startPlan, '', { environment: places[kind].name, uploads: [await upload()] }, people.manager, 202)
  await waitFor(idIn(started, 'run'), ['succeeded', 'failed'])
  return (await get(readPlan, idIn(started, 'plan'))) as Plan
}

/** The import of a plan once its run has ended. */
async function applied({ id, sha256 }: Plan, kind: EnvironmentKind, rows: number, body: object = {}): Promise<Json & { id: string }> {
  const confirm = kind === 'production' ? { confirm: { environment: places[kind].name, rows } } : {}
  const started = await post(apply, id, { sha256, ...confirm, ...body }, people.manager, 202)
  await waitFor(idIn(started, 'run'), ['succeeded', 'failed'])
  return (await get(readImport, idIn(started, 'import'))) as Json & { id: string }
}

const historyOf = async (kind: EnvironmentKind, query: string) => {
  const { items } = await get(readHistory, '', `environment=${encodeURIComponent(places[kind].name)}&table=item&${query}`)
  return (items as { import: string; approvedBy: string[]; undoOf: string | null; change: { op: string; cells: unknown } | null }[]).map(
    ({ import: id, approvedBy, undoOf, change }) => [id, approvedBy.length, undoOf, change?.op, change?.cells],
  )
}

describe.each(['test', 'production'] as const)('the whole way in %s', (kind) => {
  const consents = kind === 'production' ? 1 : 0
  const agree = async ({ id }: Plan) => {
    if (kind === 'test') return
    await post(ask, id, { reason: 'season 4' }, people.manager, 201)
    await post(decide, id, { verdict: 'approve', comment: 'looked at it' }, people.approver, 200)
  }

  it('a plan is agreed to, applied, in the history, undone, and the undo is undone', async () => {
    const plan = await compared(kind)
    expect(plan).toMatchObject({ state: 'draft', totals: { insert: 1, update: 2, delete: 1 } })
    await agree(plan)
    const done = await applied(plan, kind, 4)
    expect(done).toMatchObject({ state: 'applied', inserted: 1, updated: 2, deleted: 1, canUndo: true, moved: 0, run: { error: null } })
    expect(done.tables).toEqual([{ table: 'item', inserted: 1, updated: 2, deleted: 1 }])
    expect(await rowsOf(kind)).toEqual(asAfter)
    expect(await get(readPlan, plan.id)).toMatchObject({ state: 'applied', import: done.id })

    const undo = (await post(openUndo, done.id, undefined, people.manager, 200)).plan as Plan
    expect(await get(readPlan, undo.id)).toMatchObject({ state: 'draft', origin: 'undo', undoOf: done.id, totals: { insert: 1, update: 2, delete: 1 } })
    await agree(undo)
    const back = await applied(undo, kind, 4)
    expect(back).toMatchObject({ state: 'applied', undoOf: done.id })
    expect(await rowsOf(kind)).toEqual(asBefore)
    expect(await get(readImport, done.id)).toMatchObject({ undoneBy: back.id, canUndo: false })

    expect(await historyOf(kind, 'key=1')).toEqual([
      [back.id, consents, done.id, 'update', { price: ['11', '10'] }],
      [done.id, consents, null, 'update', { price: ['10', '11'] }],
    ])
    expect(await historyOf(kind, `key=${encodeURIComponent('{"id":20}')}&column=price`)).toMatchObject([
      [back.id, consents, done.id, 'insert', { price: [null, '10'] }],
      [done.id, consents, null, 'delete', { price: ['10', null] }],
    ])
    expect(await historyOf(kind, 'key=2&column=price')).toEqual([])
    expect(await historyOf(kind, 'key=3')).toEqual([])
    expect((await historyOf(kind, '')).map(([id]) => id)).toEqual([back.id, done.id])
    expect((await historyOf(kind, `before=${back.id}&limit=1`)).map(([id]) => id)).toEqual([done.id])

    const again = (await post(openUndo, back.id, undefined, people.manager, 200)).plan as Plan
    await agree(again)
    await applied(again, kind, 4)
    expect(await rowsOf(kind)).toEqual(asAfter)
  })

  it('a row that moved meanwhile keeps everything from being written, and a new plan goes through', async () => {
    const plan = await compared(kind)
    await agree(plan)
    await games[kind].run("UPDATE item SET name = 'elsewhere' WHERE id = 2")
    const failed = await applied(plan, kind, 4)
    expect(failed).toMatchObject({ state: 'failed', inserted: null, moved: 1, canUndo: false, run: { error: { code: 'rows_moved' } } })
    expect((await get(readMoved, failed.id)).items).toMatchObject([
      { table: 'item', op: 'update', key: { id: '2' }, planned: { name: 'item 2' }, now: { name: 'elsewhere' } },
    ])
    expect((await rowsOf(kind))[0]).toBe('1 item 1 10')
    expect(await get(readPlan, plan.id)).toMatchObject({ state: 'draft', import: failed.id })
    expect(await historyOf(kind, 'key=2')).not.toContainEqual(expect.arrayContaining([failed.id]))
    const fresh = await compared(kind)
    await agree(fresh)
    expect(await applied(fresh, kind, 4)).toMatchObject({ state: 'applied' })
    expect(await rowsOf(kind)).toEqual(asAfter)
  })

  it('a choice from a plan is a plan of its own', async () => {
    const base = await compared(kind)
    const started = await post(derive, base.id, { rows: { item: { except: [0] } }, deletes: false }, people.manager, 202)
    await waitFor(idIn(started, 'run'), ['succeeded', 'failed'])
    const chosen = (await get(readPlan, idIn(started, 'plan'))) as Plan & Json
    expect(chosen).toMatchObject({ state: 'draft', origin: 'derived', base: base.id, totals: { insert: 1, update: 1, delete: 0, unchanged: 19 } })
    expect(chosen.sha256).not.toBe(base.sha256)
    await agree(chosen)
    expect(await applied(chosen, kind, 2)).toMatchObject({ state: 'applied', inserted: 1, updated: 1, deleted: 0, files: ['item.csv'] })
    expect(await rowsOf(kind)).toEqual([asBefore[0], '2 둘 10', ...asBefore.slice(2), '21 new 5'])
  })
})

describe('a failed import whose run is tried again', () => {
  /** A plan whose import failed because of a row that moved, which stands as it was planned again. */
  async function failed(kind: EnvironmentKind): Promise<{ plan: Plan; run: string; id: string }> {
    const plan = await compared(kind)
    if (kind === 'production') await post(decide, plan.id, { verdict: 'approve' }, people.approver, 200)
    await games[kind].run('UPDATE item SET price = 99 WHERE id = 1')
    const { id, run } = await applied(plan, kind, 4)
    await games[kind].run('UPDATE item SET price = 10 WHERE id = 1')
    return { plan, run: (run as { id: string }).id, id }
  }
  async function again(run: string, who = people.manager): Promise<string | undefined> {
    await post(commandRun, run, { command: 'retry' }, who, 200)
    return (await waitFor(run, ['succeeded', 'failed'])).error?.code
  }

  it('is applied as it was asked for', async () => {
    const { run, id } = await failed('production')
    expect(await again(run)).toBeUndefined()
    expect(await get(readImport, id)).toMatchObject({ state: 'applied', moved: 0 })
    expect(await rowsOf('production')).toEqual(asAfter)
  })

  it('is not applied beside another import of the plan', async () => {
    const { plan, run, id } = await failed('test')
    await applied(plan, 'test', 4)
    await games.test.run('DELETE FROM item')
    await games.test.insert('item', before)
    expect(await again(run)).toBe('import_superseded')
    expect(await get(readImport, id)).toMatchObject({ state: 'failed' })
    expect(await rowsOf('test')).toEqual(asBefore)
  })

  it.each([
    ['plan_expired', ({ id }: Plan) => db.sheetPlan.update({ where: { id: BigInt(id) }, data: { expiresAt: new Date(0) } })],
    ['approval_expired', ({ id }: Plan) => db.approval.updateMany({ where: { subjectId: id }, data: { expiresAt: new Date(0) } })],
  ])('is not applied any more: %s', async (code, late) => {
    const { plan, run } = await failed('production')
    await late(plan)
    expect(await again(run)).toBe(code)
    expect(await rowsOf('production')).toEqual(asBefore)
  })

  it('is not applied when who agreed may not any more, nor after a newer request was rejected', async () => {
    const { plan, run } = await failed('production')
    await db.user.update({ where: { id: people.approver.id }, data: { role: 'viewer' } })
    try {
      expect(await again(run)).toBe('approval_approver_lost')
    } finally {
      await db.user.update({ where: { id: people.approver.id }, data: { role: 'approver' } })
    }
    await post(ask, plan.id, { reason: 'once more' }, people.manager, 201)
    await post(decide, plan.id, { verdict: 'reject', comment: 'not any more' }, people.approver, 200)
    expect(await again(run)).toBe('approval_rejected')
    expect(await rowsOf('production')).toEqual(asBefore)
  })

  it('is not applied to another database that the environment leads to since', async () => {
    const { run } = await failed('test')
    const lead = (url: string) => db.$transaction((tx) => updateEnvironment(tx, places.test.id, { url }))
    await lead(games.production.url)
    try {
      expect(await again(run)).toBe('environment_moved')
      expect(await rowsOf('production')).toEqual(asBefore)
    } finally {
      await lead(games.test.url)
    }
    expect(await again(run)).toBeUndefined()
    expect(await rowsOf('test')).toEqual(asAfter)
  })

  it('is not applied for somebody who may not import any more', async () => {
    const { run } = await failed('production')
    const other = await makePerson('data_manager')
    await db.user.update({ where: { id: people.manager.id }, data: { role: 'operator' } })
    try {
      expect(await again(run, other)).toBe('environment_forbidden')
    } finally {
      await db.user.update({ where: { id: people.manager.id }, data: { role: 'data_manager' } })
    }
    expect(await rowsOf('production')).toEqual(asBefore)
  })
})

it('imports are listed by environment, state, table and text', async () => {
  await applied(await compared('test'), 'test', 4, { tables: ['item'] })
  const list = async (query: string) =>
    (await get(listImports, '', `environment=${places.test.id}&${query}`)) as { total: number; items: { undoOf: string | null }[] }
  const count = async (query: string) => (await list(query)).total
  const { total, items } = await list('pageSize=200')
  // What takes an import back was not made of files.
  const ofFiles = items.filter(({ undoOf }) => undoOf === null).length
  expect(ofFiles).toBeGreaterThan(0)
  expect([await count('table=item'), await count('table=Item'), await count('state=running')]).toEqual([total, 0, 0])
  expect([await count('q=item.csv'), await count('q=nothing')]).toEqual([ofFiles, 0])
  expect((await count('state=applied')) + (await count('state=failed'))).toBe(total)
})

it('a history of what nobody changed is empty', async () => {
  const found = await get(readHistory, '', `environment=${places.test.id}&table=item&key=`)
  expect(found).toMatchObject({ items: [], next: null })
  expect(await get(readHistory, '', 'environment=nowhere&table=item')).toMatchObject({ code: 'environment_unknown' })
})

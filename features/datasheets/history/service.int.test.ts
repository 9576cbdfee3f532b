import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import { keyFilterOf, keyText } from '#core/datasheets/apply/key-filter.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { keepKeyFilters } from '#features/datasheets/applying/repository.ts'
import { historyQuery } from '#features/datasheets/history/schema.ts'
import { loadHistory } from '#features/datasheets/history/service.ts'
import { insertImport } from '#features/datasheets/imports/repository.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }
let who: Principal
let place: Awaited<ReturnType<typeof makePlace>>

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('production')
})
afterAll(() => db.$disconnect())

const update = (id: number, column = 'price'): KeptOperation => ({ op: 'update', key: { id: String(id) }, cells: { [column]: ['1', String(id)] } })
const gone = (id: number): KeptOperation => ({ op: 'delete', key: { id: String(id) }, cells: { id: [String(id), null] } })

type Input = { table?: Partial<TableResult>; operations: readonly KeptOperation[]; deletes?: boolean; committedAt?: Date; approvalId?: bigint }

/** An import that went through, as its run leaves it; its number. */
async function imported({ table = {}, operations, deletes = true, committedAt = new Date(), approvalId }: Input): Promise<string> {
  const counts = (op: KeptOperation['op']) => operations.filter((one) => one.op === op).length
  const columns = new Map(operations.flatMap(({ op, cells }) => (op === 'update' ? Object.keys(cells) : [])).map((name) => [name, 1]))
  const byColumn = [...columns].map(([column, changed]) => ({ column, changed }))
  const result = tableOf(table.table ?? 'item', { insert: counts('insert'), update: counts('update'), delete: counts('delete'), byColumn, ...table })
  const plan = await makePlan({ environment: place, createdById: who.userId, tables: [result], operations: { [result.table]: operations } })
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, { kind: 'datasheets.import', title: {}, keywords: '', payload: {}, stages: [], createdById: who.userId })
    const about = {
      planId: BigInt(plan.id),
      runId: BigInt(run.id),
      environment: { id: place.id, name: place.name, kind: 'production' as const },
      sha256: plan.sha256,
    }
    const from = { approvalId: approvalId ?? null, scheduleId: null, undoOfId: null, createdById: who.userId, createdAt: committedAt }
    const id = await insertImport(tx, { ...about, ...from, selection: { tables: [result.table], deletes }, selectionSha256: plan.sha256 })
    const filters = []
    for (let at = 0, block = 0; at < operations.length; at += 500, block++) {
      filters.push({ position: 0, block, keys: keyFilterOf(operations.slice(at, at + 500).map(({ key }) => keyText(key))) })
    }
    await keepKeyFilters(tx, id, filters)
    const tables = [{ table: result.table, inserted: result.insert, updated: result.update, deleted: deletes ? result.delete : 0 }]
    await tx.sheetImport.update({ where: { id }, data: { committedAt, receipt: { tables, provedBy: 'marker', durationsMs: {} } } })
    await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'succeeded' } })
    return String(id)
  })
}

async function told(query: object, searchMs?: number) {
  const found = await loadHistory(who, historyQuery.parse({ environment: place.name, ...query }), origin, searchMs)
  if (found instanceof Refusal) throw new Error(found.code)
  return found
}
const ids = async (query: object) => (await told(query)).items.map((one) => one.import)

describe('the history of a row', () => {
  it('reads only the blocks that may hold it', async () => {
    const operations = Array.from({ length: 5_000 }, (_, at) => update(at))
    const id = await imported({ table: { table: 'wide' }, operations })
    const { planId } = await db.sheetImport.findUniqueOrThrow({ where: { id: BigInt(id) } })
    // What is read besides the block of key 3,210 would not unpack. One block in a hundred seems to hold a key that it does not: of these keys none does.
    await db.sheetPlanBlock.updateMany({ where: { planId, block: { not: 6 } }, data: { data: new Uint8Array([1]) } })
    const { items } = await told({ table: 'wide', key: '3210' })
    expect(items).toMatchObject([{ import: id, updated: 5_000, change: { op: 'update', key: { id: '3210' }, cells: { price: ['1', '3210'] } } }])
    expect((await told({ table: 'wide', key: '7654321' })).items).toEqual([])
  })

  it('is by columns, the latest commit first, and page by page', async () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 0, minute))
    // The second one committed last.
    const first = await imported({ operations: [update(1), update(2)], committedAt: at(1) })
    const third = await imported({ operations: [update(1, 'name')], committedAt: at(3) })
    const second = await imported({ operations: [gone(1)], committedAt: at(2) })
    expect(await ids({ table: 'item', key: '1' })).toEqual([third, second, first])
    expect(await ids({ table: 'item', key: '1', column: 'price' })).toEqual([second, first])
    expect(await ids({ table: 'item', key: '2' })).toEqual([first])
    expect(await ids({ table: 'item', column: 'name' })).toEqual([third, second])
    const page = await told({ table: 'item', limit: 1 })
    expect([page.items.map((one) => one.import), page.next]).toEqual([[third], third])
    const next = await told({ table: 'item', limit: 1, before: page.next })
    expect([next.items.map((one) => one.import), next.next]).toEqual([[second], second])
    const last = await told({ table: 'item', limit: 1, before: next.next })
    expect([last.items.map((one) => one.import), last.next]).toEqual([[first], null])
  })

  it('stops in time and goes on from there', async () => {
    const all = []
    for (let at = 0; at < 3; at++) all.unshift(await imported({ table: { table: 'slow' }, operations: [update(at)] }))
    const first = await told({ table: 'slow', key: '0' }, 0)
    expect([first.items, first.next]).toEqual([[], all[0]])
    const found = await told({ table: 'slow', key: '0', before: first.next })
    expect([found.items.map((one) => one.import), found.next]).toEqual([[all[2]], null])
  })

  it('knows deletes that were left out, and keys of several columns', async () => {
    const kept = await imported({ table: { table: 'kept' }, operations: [gone(1), update(2)], deletes: false })
    expect([await ids({ table: 'kept', key: '1' }), await ids({ table: 'kept', key: '2' })]).toEqual([[], [kept]])
    const pair: KeptOperation = { op: 'update', key: { a: '1', b: null }, cells: { price: ['1', '2'] } }
    const wide = await imported({ table: { table: 'pairs', key: ['a', 'b'] }, operations: [pair] })
    expect(await ids({ table: 'pairs', key: '{"b":null,"a":1}' })).toEqual([wide])
    const plain = await loadHistory(who, historyQuery.parse({ environment: place.id, table: 'pairs', key: '1' }), origin)
    expect(plain).toMatchObject({ code: 'history_key_columns', params: { columns: 'a, b' } })
  })

  it('names those who agreed, and is silent about imports that wrote nothing', async () => {
    const author = { authorId: who.userId, requestedById: who.userId, reason: '', requestedAt: new Date(), expiresAt: new Date() }
    const about = { kind: 'datasheets.import', subjectId: '1', sha256: '0'.repeat(64), size: 1, title: {}, selection: {}, required: 1, state: 'used' }
    const judge = await makePrincipal()
    const said = ['comment', 'approve', 'approve'].map((verdict) => ({ personId: judge.userId, verdict, comment: '', createdAt: new Date() }))
    const approval = await db.approval.create({ data: { ...about, ...author, decisions: { create: said } } })
    const id = await imported({ table: { table: 'agreed' }, operations: [update(1)], approvalId: approval.id })
    expect((await told({ table: 'agreed' })).items).toMatchObject([
      { import: id, approvedBy: ['Tester'], by: { id: who.userId }, files: ['Items.csv'], change: null },
    ])
    await db.sheetImport.update({ where: { id: BigInt(id) }, data: { committedAt: null } })
    expect((await told({ table: 'agreed' })).items).toEqual([])
  })
})

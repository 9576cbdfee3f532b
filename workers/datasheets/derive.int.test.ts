import type { ChildProcess } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Made, makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import type { ApartRow } from '#core/datasheets/import.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { startDerive } from '#features/datasheets/derive/service.ts'
import { deriveRequest } from '#features/datasheets/imports/schema.ts'
import { loadPlan } from '#features/datasheets/plans/service.ts'
import { db } from '#server/database.ts'
import { packLines, unpackLines } from '#server/packed-lines.ts'
import { kill, makePrincipal, spawnWorker, waitFor } from '#workers/testing/harness.ts'

const ROWS = 1_700
const origin = { ip: '127.0.0.1', requestId: 'test' }
let who: Principal
let place: Awaited<ReturnType<typeof makePlace>>
let worker: ChildProcess

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('test')
  worker = await spawnWorker('workers/main.ts')
})
afterAll(async () => {
  await kill(worker)
  await db.$disconnect()
})

const operation = (id: number): KeptOperation => {
  const key = { id: String(id) }
  if (id % 10 === 0) return { op: 'delete', key, cells: { id: [String(id), null], name: [`gone ${id}`, null] } }
  if (id % 10 === 1) return { op: 'insert', key, cells: { id: [null, String(id)], name: [null, `new ${id}`] }, at: { file: 'a', sheet: 'a', row: id } }
  return { op: 'update', key, cells: { price: ['1', String(id)] }, same: { id: String(id), name: `item ${id}` }, at: { file: 'a', sheet: 'a', row: id } }
}
const operations = Array.from({ length: ROWS }, (_, at) => operation(at))
const count = (all: readonly KeptOperation[]) => ({
  insert: all.filter(({ op }) => op === 'insert').length,
  update: all.filter(({ op }) => op === 'update').length,
  delete: all.filter(({ op }) => op === 'delete').length,
})
const digestOf = (all: readonly KeptOperation[]): string => {
  const digest = new TableDigest()
  for (const one of all) digest.add(one)
  return digest.hex()
}

const item = tableOf('item', { ...count(operations), rowsBefore: 5_000, unchanged: 3_000, digest: digestOf(operations), columns: ['id', 'name', 'price'] })
const level = tableOf('level', { update: 1 })
const faulty = tableOf('faulty', { update: 1, errors: 1 })
const base = (tables: readonly TableResult[] = [item, level, faulty]): Promise<Made> =>
  makePlan({ environment: place, createdById: who.userId, tables, operations: { item: operations, level: [operation(2)] } })

const derive = (plan: string, request: object) => startDerive(who, plan, deriveRequest.parse(request), origin)

/** The new plan once its run has ended, with what it would do. */
async function derived(plan: string, request: object) {
  const started = await derive(plan, request)
  if (started instanceof Refusal) throw new Error(started.code)
  const run = await waitFor(started.run.id, ['succeeded', 'failed'])
  const made = await loadPlan(who, started.plan.id)
  if (made instanceof Refusal) throw new Error(made.code)
  const blocks = await db.sheetPlanBlock.findMany({ where: { planId: BigInt(made.id) }, orderBy: [{ position: 'asc' }, { block: 'asc' }] })
  const kept: KeptOperation[][] = made.tables.map(() => [])
  for (const { position, data } of blocks) kept[position]?.push(...(await unpackLines(data)).map((line) => JSON.parse(line) as KeptOperation))
  return { run, made, kept, blocks }
}

describe('a choice of rows', () => {
  it('is of all tables without errors when nothing is named, and the same operations', async () => {
    const { id } = await base()
    const { made, kept, blocks } = await derived(id, {})
    expect(made.tables.map(({ table }) => table)).toEqual(['item', 'level'])
    expect(kept[0]).toEqual(operations)
    expect(blocks.filter(({ position }) => position === 0).map(({ inserts, updates, deletes }) => inserts + updates + deletes)).toEqual([500, 500, 500, 200])
    expect(made).toMatchObject({
      state: 'draft',
      origin: 'derived',
      base: id,
      files: [{ name: 'Items.csv' }],
      mappingVersion: 0,
      schemaFingerprint: '3'.repeat(64),
    })
    const digests = [
      { table: 'item', digest: item.digest },
      { table: 'level', digest: digestOf([operation(2)]) },
    ]
    expect(made.sha256).toBe(planDigest(digests))
    expect(Date.parse(made.expiresAt ?? '')).toBeGreaterThan(Date.now())
    expect(made.findings).toEqual([])
    // It grows old with its base: choosing again makes nothing young.
    expect(Date.parse(made.expiresAt ?? '')).toBe(Date.parse(made.readAt ?? '') + 7 * 86_400_000)
  })

  it('leaves rows and deletes out, and counts what is left', async () => {
    const { id } = await base()
    const except = [2, 3, 1_699]
    const left = operations.filter((one, at) => !except.includes(at) && one.op !== 'delete')
    const { made, kept } = await derived(id, { tables: ['item'], deletes: false, rows: { item: { except } } })
    expect(kept).toEqual([left])
    expect(made.tables[0]).toMatchObject({
      ...count(left),
      digest: digestOf(left),
      byColumn: [{ column: 'price', changed: count(left).update }],
      rowsBefore: 5_000,
    })
    expect(made.findings).toEqual([{ table: 'item', level: 'warning', code: 'rows_not_checked', count: 1 }])
    const only = await derived(id, { tables: ['item'], rows: { item: { only: [0, 501, 502, 9_999] } } })
    expect(only.kept).toEqual([[operation(0), operation(501), operation(502)]])
    expect(only.made.totals).toMatchObject({ tables: 1, insert: 1, update: 1, delete: 1 })
    // A choice of a choice.
    const third = await derived(only.made.id, { rows: { item: { except: [0] } } })
    expect(third.kept).toEqual([[operation(501), operation(502)]])
  })

  it.each([
    [{ tables: ['other'] }, 'plan_table_unknown'],
    [{ tables: ['faulty'] }, 'table_has_errors'],
  ])('%j is refused', async (request, code) => {
    const { id } = await base()
    expect(await derive(id, request)).toMatchObject({ code })
    const same = await base([tableOf('item')])
    expect(await derive(same.id, {})).toMatchObject({ code: 'nothing_selected' })
  })
})

describe('conflicts', () => {
  const rows: ApartRow[] = [
    { kind: 'theirs', key: { id: '1' }, mine: { id: '1', name: 'a' }, now: { id: '1', name: 'b' } },
    { kind: 'both', key: { id: '2' }, mine: { id: '2', name: 'mine' }, now: { id: '2', name: 'theirs' }, at: { file: 'a', sheet: 'a', row: 2 } },
    { kind: 'both', key: { id: '3' }, mine: null, now: { id: '3', name: 'theirs' } },
    { kind: 'both', key: { id: '4' }, mine: { id: '4', name: 'mine' }, now: null },
  ]
  async function conflicted(): Promise<string> {
    const { id } = await makePlan({
      environment: place,
      createdById: who.userId,
      tables: [tableOf('item', { update: 1, theirs: 1, both: 3 })],
      operations: { item: [operation(7)] },
    })
    // A block of one row, and one of three.
    for (const [block, some] of [rows.slice(0, 1), rows.slice(1)].entries()) {
      const data = await packLines(some.map((row) => JSON.stringify(row)))
      const both = some.filter(({ kind }) => kind === 'both').length
      await db.sheetPlanApart.create({ data: { planId: BigInt(id), position: 0, block, theirs: some.length - both, both, data } })
    }
    return id
  }

  it('have to be decided', async () => {
    const id = await conflicted()
    expect(await loadPlan(who, id)).toMatchObject({ state: 'conflicted', sha256: null, conflicts: 3, expiresAt: null })
    expect(await derive(id, {})).toMatchObject({ code: 'conflicts_open', params: { count: 3 } })
    expect(await derive(id, { conflicts: { item: { rows: { 1: 'mine' } } } })).toMatchObject({ code: 'conflicts_open', params: { count: 2 } })
    // Decisions about rows that are no conflicts decide nothing.
    const { run, made } = await derived(id, { conflicts: { item: { rows: { 0: 'mine', 1: 'mine', 9: 'mine' } } } })
    expect(run.error).toMatchObject({ code: 'conflicts_open', params: { count: 2 } })
    expect(made).toMatchObject({ state: 'failed', tables: [] })
  })

  it('are decided row by row, or all at once', async () => {
    const id = await conflicted()
    const mine = await derived(id, { conflicts: { item: { all: 'mine' } } })
    expect(mine.kept[0]).toEqual([
      operation(7),
      { op: 'update', key: { id: '2' }, cells: { name: ['theirs', 'mine'] }, same: { id: '2' }, at: { file: 'a', sheet: 'a', row: 2 } },
      { op: 'delete', key: { id: '3' }, cells: { id: ['3', null], name: ['theirs', null] } },
      { op: 'insert', key: { id: '4' }, cells: { id: [null, '4'], name: [null, 'mine'] } },
    ])
    expect(mine.made.findings).toContainEqual({ table: 'item', level: 'warning', code: 'rows_not_checked', count: 1 })
    const said = await db.sheetPlanFinding.findMany({ where: { planId: BigInt(mine.made.id), code: 'rows_not_checked' } })
    expect(said).toMatchObject([{ level: 'warning', table: 'item', params: { rows: 3 } }])
    expect(mine.made).toMatchObject({ state: 'draft', conflicts: 0, totals: { insert: 1, update: 2, delete: 1 } })
    const some = await derived(id, { conflicts: { item: { all: 'theirs', rows: { 3: 'mine' } } } })
    expect(some.kept[0]?.map(({ key }) => key.id)).toEqual(['7', '4'])
    const kept = await derived(id, { deletes: false, conflicts: { item: { all: 'mine' } } })
    expect(kept.kept[0]?.map(({ key }) => key.id)).toEqual(['7', '2', '4'])
  })
})

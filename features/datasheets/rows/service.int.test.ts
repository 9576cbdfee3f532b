import { randomUUID } from 'node:crypto'
import { afterAll, expect, it } from 'vitest'
import { makePerson } from '#app/api/v1/testing.ts'
import { insertPlan } from '#features/datasheets/plans/repository.ts'
import { rowQuery } from '#features/datasheets/plans/schema.ts'
import { mostPlaces, pageOfRows } from '#features/datasheets/rows/service.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { packLines } from '#server/packed-lines.ts'

afterAll(() => db.$disconnect())

/** A plan of tables with one block each, which says that it holds so many updates. */
async function planOf(tables: number, updates: number): Promise<bigint> {
  const person = await makePerson('data_manager')
  const data = new Uint8Array(await packLines(['{"op":"update","key":{"id":"1"},"cells":{}}']))
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, { kind: 'datasheets.diff', title: {}, keywords: '', payload: {}, stages: [], createdById: person.id })
    await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'succeeded' } })
    const environment = { id: randomUUID(), name: 'rows', kind: 'test' }
    const { id } = await insertPlan(tx, { runId: BigInt(run.id), environment, mappingVersion: 0, createdById: person.id, files: [] })
    for (let position = 0; position < tables; position++) {
      await tx.sheetPlanBlock.create({ data: { planId: id, position, block: 0, inserts: 0, updates, deletes: 0, data } })
    }
    return id
  })
}

it('searches that find much are forgotten before they fill the memory; the one that is asked for never', async () => {
  const updates = Math.ceil(mostPlaces / 2.5)
  const planId = await planOf(6, updates)
  for (let position = 0; position < 6; position++) {
    const found = await pageOfRows({ planId, position }, rowQuery.parse({ op: 'update', limit: 1 }))
    expect(found).toMatchObject({ matching: updates, complete: true, items: [{ index: 0, op: 'update' }] })
  }
  const { qdPlanSearches } = globalThis as unknown as { qdPlanSearches: Map<string, { found: number[] }> }
  expect([...qdPlanSearches.values()].reduce((sum, search) => sum + search.found.length, 0)).toBe(2 * updates)
})

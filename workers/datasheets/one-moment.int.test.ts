import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Made, makePlace, makePlan, tableOf } from '#app/api/v1/datasheets/plans/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertExport } from '#features/datasheets/exports/repository.ts'
import { type SheetExport, sheetExportQuery } from '#features/datasheets/exports/schema.ts'
import { listExports, loadExport } from '#features/datasheets/exports/service.ts'
import { importQuery } from '#features/datasheets/imports/schema.ts'
import { listImports, loadImport } from '#features/datasheets/imports/service.ts'
import { planQuery } from '#features/datasheets/plans/schema.ts'
import { listPlans, loadPlan } from '#features/datasheets/plans/service.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { importOf } from '#workers/datasheets/testing/old-plans.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const flips = 120
const outcome = { readAt: '2026-11-22T00:00:00.000Z', tables: [], bytes: 1, sha256: 'a'.repeat(64), left: [], beyond: [], check: null }
let who: Principal
let place: { id: string; name: string; kind: string }
let plan: Made
let importId: bigint
let exportRun: bigint

beforeAll(async () => {
  who = await makePrincipal()
  place = await makePlace('test')
  plan = await makePlan({ environment: place, createdById: who.userId, tables: [tableOf('item', { update: 1 })] })
  importId = await importOf(plan, place, who.userId, { state: 'running' })
  exportRun = await db.$transaction(async (tx) => {
    const run = await insertRun(tx, { kind: 'datasheets.export', title: {}, keywords: '', payload: {}, stages: [], createdById: who.userId })
    await insertExport(tx, { runId: BigInt(run.id), environment: place, mappingVersion: 0, tables: [], format: 'xlsx', createdById: who.userId })
    await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'running' } })
    return BigInt(run.id)
  })
})
afterAll(() => db.$disconnect())

/** The import and the export go through, as their runs say it in one transaction, and are under way again, over and over. */
async function flip(): Promise<void> {
  const { runId } = await db.sheetImport.findUniqueOrThrow({ where: { id: importId } })
  for (let n = 0; n < flips; n++) {
    const over = n % 2 === 0
    await db.$transaction([
      db.sheetImport.update({ where: { id: importId }, data: { committedAt: over ? new Date() : null } }),
      db.sheetExport.update({ where: { runId: exportRun }, data: { outcome: over ? outcome : Prisma.DbNull } }),
      db.run.updateMany({ where: { id: { in: [runId, exportRun] } }, data: { state: over ? 'succeeded' : 'running' } }),
    ])
  }
}

async function statesSeen(read: () => Promise<string | undefined>): Promise<string[]> {
  const seen = new Set<string | undefined>()
  let over = false
  const look = async () => {
    while (!over) seen.add(await read())
  }
  const looking = Promise.all([look(), look(), look()])
  await flip()
  over = true
  await looking
  return [...seen].map(String).toSorted()
}

const stateOf = (found: { state: string } | Refusal): string => (found instanceof Refusal ? found.code : found.state)

const exportOf = (found: SheetExport | Refusal | undefined): string =>
  found === undefined || found instanceof Refusal ? 'none' : `${found.run.state} ${found.outcome === null ? 'without' : 'with'}`

describe('while an import or export goes through its state is never one that it never had', () => {
  it.each([
    ['the plan', ['applied', 'applying'], async () => stateOf(await loadPlan(who, plan.id))],
    ['the list of plans', ['applied', 'applying'], async () => (await listPlans(who, planQuery.parse({ environment: place.id }))).items[0]?.state],
    ['the import', ['applied', 'running'], async () => stateOf(await loadImport(who, String(importId)))],
    ['the list of imports', ['applied', 'running'], async () => (await listImports(who, importQuery.parse({ environment: place.id }))).items[0]?.state],
    ['the export', ['running without', 'succeeded with'], async () => exportOf(await loadExport(who, String(exportRun)))],
    [
      'the list of exports',
      ['running without', 'succeeded with'],
      async () => exportOf((await listExports(who, sheetExportQuery.parse({ environment: place.id }))).items[0]),
    ],
  ])('%s', async (_, states, read) => {
    expect(await statesSeen(read)).toEqual(states)
  })
})

import { randomUUID } from 'node:crypto'
import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import { selectionDigest } from '#core/datasheets/import.ts'
import { type KeptOperation, operationLine } from '#core/datasheets/operation.ts'
import { BLOCK_OPERATIONS } from '#core/datasheets/plan-rows.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { EnvironmentKind, Principal } from '#core/shared/permissions.ts'
import { keepOperations, keepTable } from '#features/datasheets/execution/repository.ts'
import { insertImport } from '#features/datasheets/imports/repository.ts'
import { importJob } from '#features/datasheets/jobs.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import type { RunDetail } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { openGameDatabase } from '#server/game-database.ts'
import { readGameSchema, schemaFingerprint } from '#server/game-schema.ts'
import { unpackLines } from '#server/packed-lines.ts'
import type { Comparison } from '#workers/datasheets/testing/compare.ts'
import { registry } from '#workers/registry.ts'
import { runJob } from '#workers/run-job.ts'
import { loadRun } from '#workers/testing/harness.ts'

export type Place = { id: string; name: string; kind: EnvironmentKind; url: string; tables: readonly string[] }
export type Applied = { importId: bigint; runId: string; run: RunDetail }

/** An environment for a game database. */
export async function makePlace(url: string, tables: readonly string[] = [], kind: EnvironmentKind = 'test'): Promise<Place> {
  const name = `sheets ${randomUUID().slice(0, 8)}`
  const row = await db.$transaction((tx) => insertEnvironment(tx, { name, kind, url, tables }))
  return { id: row.id, name, kind, url, tables }
}

function lineOf(operation: KeptOperation): string {
  const { same, at, renamed } = operation
  const beside = JSON.stringify({ same, at, renamed })
  return `${operationLine(operation).slice(0, -1)}${beside === '{}' ? '}' : `,${beside.slice(1)}`}`
}

/** What a comparison found as a plan of the console, as its run keeps it. */
export async function keepPlan(who: Principal, place: Place, { result, operations }: Pick<Comparison, 'result' | 'operations'>): Promise<bigint> {
  return db.$transaction(
    async (tx) => {
      const run = await createRun(tx, { job: { ...importJob, kind: 'datasheets.diff' }, payload: {}, title: {}, keywords: '', by: who })
      await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'succeeded' } })
      const plan = await tx.sheetPlan.create({
        data: {
          runId: BigInt(run.id),
          environmentId: place.id,
          environment: place.name,
          environmentKind: place.kind,
          mappingVersion: 0,
          sha256: result.sha256,
          schemaFingerprint: result.schemaFingerprint,
          createdById: who.userId,
          createdAt: new Date(),
        },
      })
      for (const [position, table] of result.tables.entries()) {
        await keepTable(tx, plan.id, position, table)
        const lines = (operations.get(table.table) ?? []).map(lineOf)
        for (let from = 0, block = 0; from < lines.length; from += BLOCK_OPERATIONS, block++) {
          await keepOperations(tx, plan.id, position, block, lines.slice(from, from + BLOCK_OPERATIONS))
        }
      }
      return plan.id
    },
    { timeout: 60_000 },
  )
}

/** A plan of operations that no sheet is behind. */
export async function planOf(
  place: Place,
  tables: Readonly<Record<string, { key: readonly string[]; operations: readonly KeptOperation[] }>>,
): Promise<Pick<Comparison, 'result' | 'operations'>> {
  const schema = await openGameDatabase(place.url).session((session) => readGameSchema(session, { tables: place.tables.length ? place.tables : null }))
  const results = Object.entries(tables).map(([table, { key, operations }]): TableResult => {
    const sum = new TableDigest()
    for (const operation of operations) sum.add(operation)
    const count = (op: KeptOperation['op']) => operations.filter((one) => one.op === op).length
    const counts = { insert: count('insert'), update: count('update'), delete: count('delete'), unchanged: 0, errors: 0, warnings: 0, rowsBefore: 0 }
    return { table, sheets: [], columns: [], key, ...counts, byColumn: [], digest: sum.hex() }
  })
  const result = {
    tables: results,
    sha256: planDigest(results),
    schemaFingerprint: schemaFingerprint(schema),
    findings: [],
    unreadSheets: [],
    readAt: '',
    durationsMs: {},
    peakBytes: 0,
    cpuMs: 0,
  }
  return { result, operations: new Map(Object.entries(tables).map(([table, { operations }]) => [table, [...operations]])) }
}

export type Choice = { tables?: readonly string[]; deletes?: boolean; undoOfId?: bigint | null }

/** The row of an import and its run, which waits in the queue. */
export async function makeImport(
  who: Principal,
  place: Place,
  planId: bigint,
  { tables, deletes = true, undoOfId = null }: Choice = {},
): Promise<{ importId: bigint; runId: string }> {
  return db.$transaction(async (tx) => {
    const plan = await tx.sheetPlan.findUniqueOrThrow({ where: { id: planId }, include: { tables: true } })
    const all = plan.tables.map(({ body }) => body as unknown as TableResult)
    const ticked = all.filter((one) => (tables ? tables.includes(one.table) : one.insert + one.update + one.delete > 0))
    const sha256 = plan.sha256 ?? ''
    const run = await createRun(tx, { job: importJob, payload: {}, title: {}, keywords: '', by: who })
    const importId = await insertImport(tx, {
      planId,
      runId: BigInt(run.id),
      environment: place,
      sha256,
      selection: { tables: ticked.map(({ table }) => table), deletes },
      selectionSha256: selectionDigest(sha256, ticked, deletes),
      approvalId: null,
      scheduleId: null,
      undoOfId,
      createdById: who.userId,
      createdAt: new Date(),
    })
    return { importId, runId: run.id }
  })
}

/** Works on a run in this process until it is left. */
export async function workOn(runId: string): Promise<RunDetail> {
  await runJob({ runId }, 'test', new AbortController().signal, registry)
  return loadRun(runId)
}

/** Applies a plan in this process. */
export async function applyPlan(who: Principal, place: Place, planId: bigint, choice: Choice = {}): Promise<Applied> {
  const { importId, runId } = await makeImport(who, place, planId, choice)
  return { importId, runId, run: await workOn(runId) }
}

/** The plan that takes an import back. */
export async function undoPlan(importId: bigint): Promise<bigint> {
  const plan = await db.sheetPlan.findUniqueOrThrow({ where: { undoOfId: importId } })
  return plan.id
}

/** All operations of a kept plan, by table. */
export async function operationsOf(planId: bigint): Promise<Map<string, KeptOperation[]>> {
  const tables = await db.sheetPlanTable.findMany({ where: { planId }, orderBy: { position: 'asc' } })
  const found = new Map<string, KeptOperation[]>()
  for (const { position, name } of tables) {
    const blocks = await db.sheetPlanBlock.findMany({ where: { planId, position }, orderBy: { block: 'asc' } })
    const lines = await Promise.all(blocks.map(({ data }) => unpackLines(data)))
    found.set(
      name,
      lines.flat().map((line) => JSON.parse(line) as KeptOperation),
    )
  }
  return found
}

/** Every row of every table, to the byte, in the order of the server's own text: what two states of a database are compared by. */
export async function dump(url: string): Promise<string[]> {
  return openGameDatabase(url).session(async (session) => {
    const names = await session.query(
      "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT LIKE '\\_quarterdeck%' ORDER BY TABLE_NAME",
    )
    const lines: string[] = []
    for (const { name } of names) {
      const columns = await session.query(
        `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '${String(name)}' ORDER BY ORDINAL_POSITION`,
      )
      const hex = columns.map((column) => `IFNULL(HEX(CAST(\`${String(column.name)}\` AS BINARY)), '-')`).join(", ',', ")
      const rows = await session.query(`SELECT CONCAT(${hex}) AS line FROM \`${String(name)}\` ORDER BY line`)
      lines.push(...rows.map(({ line }) => `${String(name)} ${String(line)}`))
    }
    return lines
  })
}

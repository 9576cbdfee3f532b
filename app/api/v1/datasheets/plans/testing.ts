import { randomUUID } from 'node:crypto'
import { planDigest } from '#core/datasheets/diff/digest.ts'
import { type KeptOperation, operationLine } from '#core/datasheets/operation.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { EnvironmentKind } from '#core/shared/permissions.ts'
import { finishPlan, keepOperations, keepTable } from '#features/datasheets/execution/repository.ts'
import { insertPlan } from '#features/datasheets/plans/repository.ts'
import { environmentUrl, findEnvironment, insertEnvironment } from '#features/environments/repository.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { addressDigest } from '#server/game-address.ts'

/** A table of a plan that has a hundred rows, none of which changes unless the counts say so. */
export const tableOf = (name: string, counts: Partial<TableResult> = {}): TableResult => ({
  table: name,
  sheets: [{ file: 'a.csv', sheet: 'a', rows: 2, hiddenRows: 0, hidden: false }],
  columns: ['id', 'name'],
  key: ['id'],
  insert: 0,
  update: 0,
  delete: 0,
  unchanged: 100,
  errors: 0,
  warnings: 0,
  rowsBefore: 100,
  byColumn: [],
  digest: name.charCodeAt(0).toString(16).padStart(64, '0'),
  ...counts,
})

export const gameUrl = 'mysql://u:p@127.0.0.1:1/game'
export const makePlace = (kind: EnvironmentKind, name = `${kind} ${randomUUID().slice(0, 8)}`, url = gameUrl) =>
  db.$transaction((tx) => insertEnvironment(tx, { name, kind, url, tables: [] }))

export type Made = { id: string; sha256: string; runId: bigint }
type Input = {
  environment: { id: string; name: string; kind: string }
  createdById: string
  tables: readonly TableResult[]
  operations?: Readonly<Record<string, readonly KeptOperation[]>>
  upload?: string
}

const lineOf = ({ op, key, cells, ...beside }: KeptOperation): string => {
  const line = operationLine({ op, key, cells })
  return Object.keys(beside).length ? `${line.slice(0, -1)},${JSON.stringify(beside).slice(1)}` : line
}

/** A plan as the run of a comparison leaves it. */
export async function makePlan({ environment, createdById, tables, operations = {}, upload = randomUUID() }: Input): Promise<Made> {
  const sha256 = planDigest(tables)
  const place = await findEnvironment(environment.id)
  const addressSha256 = place && addressDigest(environmentUrl(place))
  return db.$transaction(async (tx) => {
    const run = await insertRun(tx, { kind: 'datasheets.diff', title: {}, keywords: '', payload: {}, stages: ['keep'], createdById })
    const runId = BigInt(run.id)
    const files = [{ uploadId: upload, name: 'Items.csv', kind: 'csv', bytes: 1n, sha256: '0'.repeat(64) }]
    const { id } = await insertPlan(tx, { runId, environment, mappingVersion: 0, createdById, files })
    for (const [position, table] of tables.entries()) {
      await keepTable(tx, id, position, table)
      const lines = (operations[table.table] ?? []).map(lineOf)
      for (let at = 0, block = 0; at < lines.length; at += 500, block++) await keepOperations(tx, id, position, block, lines.slice(at, at + 500))
    }
    const read = { schemaFingerprint: '3'.repeat(64), addressSha256, readAt: new Date().toISOString() }
    await finishPlan(tx, id, { sha256, ...read, findings: [], unreadSheets: [] })
    await tx.run.update({ where: { id: runId }, data: { state: 'succeeded' } })
    return { id: String(id), sha256, runId }
  })
}

import { z } from 'zod'
import type { MovedRow, Selection } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { outsideStep } from '#core/shared/job.ts'
import { Refusal, RunFailure, refuse, wellFormed } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { strictestKind } from '#features/datasheets/access.ts'
import { selection } from '#features/datasheets/imports/repository.ts'
import { findEnvironment } from '#features/environments/repository.ts'
import { type GameDoor, gameDoor } from '#features/environments/service.ts'
import { announce } from '#features/notices/service.ts'
import { db, readDirectly, type Tx } from '#server/database.ts'
import { env } from '#server/env.ts'
import { addressDigest } from '#server/game-address.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { packBytes } from '#server/packed-lines.ts'

/** How many rows that moved are kept. */
export const mostMoved = 1_000
const dayMs = 86_400_000

/** Everything that the run of an import must know. The door holds the password of the game database: never for a log. */
export type ImportJob = {
  importId: bigint
  runId: bigint
  planId: bigint
  /** Of the plan as it was when the import was asked for, and as it is now. */
  sha256: string
  planSha256: string | null
  origin: string
  selection: Selection
  selectionSha256: string
  schemaFingerprint: string | null
  mappingVersion: number
  undoOfId: bigint | null
  createdById: string
  environment: { id: string; name: string; kind: string }
  door: GameDoor
  /** All tables of the plan, with their numbers in it. */
  tables: readonly { position: number; result: TableResult }[]
}

/**
 * The import of a run. Throws RunFailure for what no repeat can cure: environment_gone, environment_sealed, environment_moved when it leads to another
 * database than the plan was made for, and environment_kind_changed, because an environment that became production since asks for more than was asked for.
 */
export async function importJobOf(runId: bigint): Promise<ImportJob> {
  const row = await db.sheetImport.findUniqueOrThrow({ where: { runId }, include: { plan: { include: { tables: { orderBy: { position: 'asc' } } } } } })
  const environment = await findEnvironment(row.environmentId)
  if (environment?.id !== row.environmentId) throw new RunFailure(refuse('environment_gone', 410, { name: row.environment }))
  const kind = strictestKind(environment.kind, undefined)
  if (strictestKind(row.environmentKind, kind) !== row.environmentKind) {
    throw new RunFailure(refuse('environment_kind_changed', 409, { name: environment.name, kind }))
  }
  const door = gameDoor(environment)
  if (door instanceof Refusal) throw new RunFailure(door)
  const { plan } = row
  if (plan.addressSha256 !== null && plan.addressSha256 !== addressDigest(door.url)) {
    throw new RunFailure(refuse('environment_moved', 409, { name: environment.name }))
  }
  return {
    importId: row.id,
    runId,
    planId: row.planId,
    sha256: row.sha256,
    planSha256: plan.sha256,
    origin: plan.origin,
    selection: selection.parse(row.selection),
    selectionSha256: row.selectionSha256,
    schemaFingerprint: plan.schemaFingerprint,
    mappingVersion: plan.mappingVersion,
    undoOfId: row.undoOfId,
    createdById: row.createdById,
    environment: { id: environment.id, name: environment.name, kind },
    door,
    // Only the runs of plans write them.
    tables: plan.tables.map(({ position, body }) => ({ position, result: body as unknown as TableResult })),
  }
}

/** What an attempt leaves before it writes. `prepared`: it came as far as the commit, so the game database may have it. */
export type Begun = { token: string; proof: 'marker' | 'rows'; connection: number; address: string; prepared: boolean }

const begun = z.object({ memo: z.object({ token: z.string(), proof: z.enum(['marker', 'rows']), connection: z.number(), address: z.string() }) })

/** The last step before the commit: from then on the game database may have what was written. */
export const preparedStep = `${outsideStep}commit`

/** What an earlier attempt of the run left, or this one: its steps `begin` and `preparedStep`. */
export async function earlierAttempt(runId: bigint): Promise<Begun | null> {
  const rows = await db.runStep.findMany({ where: { runId, name: { in: ['begin', preparedStep] } }, select: { name: true, memo: true } })
  const first = rows.find(({ name }) => name === 'begin')
  return first ? { ...begun.parse(first.memo).memo, prepared: rows.some(({ name }) => name === preparedStep) } : null
}

/** Some blocks of a table of a plan as they are packed, in order, beginning with number `from`. */
export const packedBlocks = (planId: bigint, position: number, from: number, most: number): Promise<{ block: number; data: Uint8Array }[]> =>
  readDirectly(Prisma.sql`
    SELECT block, data FROM datasheets_plan_block WHERE planId = ${planId} AND position = ${position} AND block >= ${from} ORDER BY block LIMIT ${most}`)

/** Who else is at work on these tables of the environment: the import and the person; null when nobody is known to be. */
export async function otherImport(job: ImportJob, tables: readonly string[]): Promise<{ id: string; by: string } | null> {
  const rows = await db.sheetImport.findMany({
    where: { id: { not: job.importId }, environmentId: job.environment.id, committedAt: null, run: { state: { in: ['running', 'pausing', 'cancelling'] } } },
    include: { createdBy: { select: { name: true } } },
    orderBy: { id: 'asc' },
  })
  const found = rows.find((row) => selection.parse(row.selection).tables.some((table) => tables.includes(table)))
  return found ? { id: String(found.id), by: found.createdBy.name } : null
}

/**
 * Rows that are not any more what the plan was made from: at most the first 1,000 of them and 64 million characters, of each value the first 32,768, which
 * is what a cell of a sheet holds.
 */
export async function keepMoved(importId: bigint, rows: readonly MovedRow[]): Promise<void> {
  const data = rows.slice(0, mostMoved).map((row, place) => ({ importId, place, table: row.table, body: wellJson(row) }))
  await db.sheetImportMoved.deleteMany({ where: { importId } })
  // They are there to be looked at, and forgotten by whoever tries again: nothing hangs on all of them being there.
  for (const some of packetsOf(data)) await db.sheetImportMoved.createMany({ data: some })
}

/** Characters of rows that one statement may hold (what a server takes in a packet is far more), and that are kept in all. */
const packetCharacters = 1 << 21
const mostCharacters = 1 << 26

/** The same items in groups that a packet holds. */
function* packetsOf<Item extends { body: unknown }>(items: readonly Item[]): Generator<Item[]> {
  let group: Item[] = []
  let [size, all] = [0, 0]
  for (const item of items) {
    const more = JSON.stringify(item.body).length
    all += more
    if (all > mostCharacters) break
    if (group.length > 0 && size + more > packetCharacters) {
      yield group
      group = []
      size = 0
    }
    group.push(item)
    size += more
  }
  if (group.length > 0) yield group
}

const longestMoved = 1 << 15
const cut = (value: string | null): string | null => (value !== null && value.length > longestMoved ? `${value.slice(0, longestMoved)}…` : value)

/** Half of a character is no JSON to MySQL. */
const wellJson = (row: MovedRow): Prisma.InputJsonObject => {
  const well = (values: MovedRow['planned']) =>
    values && wellFormed(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, cut(value)])) as Record<string, string>)
  return {
    ...row,
    key: wellFormed(row.key as Record<string, string>),
    planned: well(row.planned),
    wanted: well(row.wanted),
    now: well(row.now),
  } as Prisma.InputJsonObject
}

/**
 * Begins the plan that would take an import back; answers its id. Nobody sees it: its import has not committed. An earlier attempt's is forgotten
 * first (`discardPrepared`).
 */
export async function beginUndo(tx: Tx, job: ImportJob): Promise<bigint> {
  const { environment, runId, importId, mappingVersion, schemaFingerprint, createdById } = job
  const place = { environmentId: environment.id, environment: environment.name, environmentKind: environment.kind }
  const made = await tx.sheetPlan.create({
    data: { runId, origin: 'undo', undoOfId: importId, ...place, mappingVersion, schemaFingerprint, createdById, createdAt: new Date() },
    select: { id: true },
  })
  return made.id
}

export type PackedCounts = { inserts: number; updates: number; deletes: number }
export type PackedBlock = PackedCounts & { position: number; block: number; data: Uint8Array<ArrayBuffer> }

/** Packs a block of an undo plan: apart from writing it, so that it can be done while the game database works. */
export async function packBlock(position: number, block: number, lines: Uint8Array, counts: PackedCounts): Promise<PackedBlock> {
  return { position, block, ...counts, data: await packBytes(lines) }
}

export async function keepBlocks(tx: Tx, planId: bigint, blocks: readonly PackedBlock[]): Promise<void> {
  for (const { position, block, inserts, updates, deletes, data } of blocks) {
    await tx.$executeRaw`
      INSERT INTO datasheets_plan_block (planId, position, block, inserts, updates, deletes, data)
      VALUES (${planId}, ${position}, ${block}, ${inserts}, ${updates}, ${deletes}, ${data})`
  }
}

/** Which keys the blocks of the applied plan may hold. */
export async function keepKeyFilters(
  tx: Tx,
  importId: bigint,
  filters: readonly { position: number; block: number; keys: Uint8Array<ArrayBuffer> }[],
): Promise<void> {
  if (filters.length > 0) await tx.sheetImportBlock.createMany({ data: filters.map((one) => ({ importId, ...one })) })
}

/** The undo plan is whole: from the commit of its import on it can be opened. */
export async function finishUndo(tx: Tx, planId: bigint, sha256: string, results: readonly TableResult[], readAt: Date): Promise<void> {
  for (const [position, result] of results.entries()) {
    await tx.sheetPlanTable.create({ data: { planId, position, name: result.table, body: result as unknown as Prisma.InputJsonObject } })
  }
  const sum = (name: 'insert' | 'update' | 'delete') => results.reduce((total, result) => total + result[name], 0)
  const totals = { tables: results.length, insert: sum('insert'), update: sum('update'), delete: sum('delete'), unchanged: 0, errors: 0, warnings: 0 }
  await tx.sheetPlan.update({ where: { id: planId }, data: { sha256, readAt, outcome: { totals, findings: [], unreadSheets: [] } } })
}

/** Forgets what an attempt prepared whose transaction did not commit: for `context.forget`. */
export async function discardPrepared(tx: Tx, importId: bigint): Promise<void> {
  await tx.sheetImportBlock.deleteMany({ where: { importId } })
  await tx.sheetPlan.deleteMany({ where: { undoOfId: importId } })
}

export type ImportReceipt = {
  tables: readonly { table: string; inserted: number; updated: number; deleted: number }[]
  durationsMs: Readonly<Record<string, number>>
  provedBy: 'marker' | 'rows'
}

/** Says that the game database has committed, in the audit too, starts the time of the undo plan and tells the hooks: for the `commit` of the run's outcome. */
export async function finishImport(tx: Tx, job: ImportJob, receipt: ImportReceipt, committedAt: Date): Promise<void> {
  const { importId, planId, environment } = job
  const sum = (name: 'inserted' | 'updated' | 'deleted') => receipt.tables.reduce((total, table) => total + table[name], 0)
  const counts = { inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') }
  await tx.sheetImport.update({ where: { id: importId }, data: { committedAt, ...counts, receipt: receipt as unknown as Prisma.InputJsonObject } })
  await tx.sheetImportMoved.deleteMany({ where: { importId } })
  await tx.sheetPlan.updateMany({ where: { undoOfId: importId }, data: { expiresAt: new Date(committedAt.getTime() + env.DATASHEETS_UNDO_DAYS * dayMs) } })
  const body = {
    import: String(importId),
    plan: String(planId),
    sha256: job.sha256,
    undoOf: job.undoOfId === null ? null : String(job.undoOfId),
    tables: receipt.tables.map((table) => ({ ...table })),
    ...counts,
    committedAt: committedAt.toISOString(),
  }
  const detail = { environment: environment.name, sha256: job.sha256, ...counts, provedBy: receipt.provedBy }
  const about = { object: `import:${importId}`, planId: String(planId), runId: String(job.runId) }
  await recordAudit(tx, { who: null, action: 'datasheets.applied', ...about, detail })
  await announce(tx, { event: 'datasheets.applied', environmentId: environment.id, body })
}

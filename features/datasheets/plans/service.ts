import { braked } from '#core/datasheets/import.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { bigintId } from '#core/shared/ids.ts'
import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { latestApproval, requiredApprovals, voidApprovals } from '#features/approvals/service.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { strictestKind, visibleKinds } from '#features/datasheets/access.ts'
import { diffJob } from '#features/datasheets/jobs.ts'
import { latestVersion } from '#features/datasheets/mapping/repository.ts'
import * as repository from '#features/datasheets/plans/repository.ts'
import {
  type Plan,
  type PlanDetail,
  type PlanPage,
  type PlanQuery,
  type PlanRequest,
  type PlanStarted,
  type PlanState,
  planDetail,
  planOrigins,
} from '#features/datasheets/plans/schema.ts'
import { environmentFor, type Origin } from '#features/datasheets/service.ts'
import { kindOf, lockUploads } from '#features/datasheets/uploads/repository.ts'
import type { EnvironmentRow } from '#features/environments/repository.ts'
import { databaseNow } from '#features/runs/repository.ts'
import { runError, runState } from '#features/runs/schema.ts'
import { createRun } from '#features/runs/service.ts'
import { hasEnded } from '#features/runs/view.ts'
import { type Tx, transact } from '#server/database.ts'

const notFound = () => refuse('not_found', 404)
const outcome = planDetail.pick({ totals: true, findings: true, unreadSheets: true }).extend({ schema: planDetail.shape.schema.default([]) })

/** `now` by the database. */
type Around = { environments: Map<string, { name: string; kind: string }>; kept: Set<string>; now: Date }

async function aroundOf(rows: readonly repository.PlanRow[], tx?: Tx): Promise<Around> {
  const uploads = rows.flatMap(({ files }) => files.map(({ uploadId }) => uploadId))
  const [environments, kept, now] = await Promise.all([repository.environmentsOf(rows, tx), repository.keptUploads(uploads, tx), databaseNow(tx)])
  return { environments, kept, now }
}

const isGoing = ({ run }: { run: { state: string } }): boolean => !hasEnded({ state: runState.parse(run.state) })

/** The import of a plan that counts: the one that went through or is under way, else the latest that failed. */
const importOf = ({ imports }: Pick<repository.PlanRow, 'imports'>) => imports.find((one) => one.committedAt !== null) ?? imports.find(isGoing) ?? imports[0]

/** The repository's `whereOfState` finds rows by the same rules. `now` by the database. */
function stateOf(row: repository.PlanRow, now: Date): PlanState {
  if (row.sha256 === null) return row.conflicts > 0 ? 'conflicted' : isGoing(row) ? 'computing' : 'failed'
  const last = importOf(row)
  if (last?.committedAt) return 'applied'
  if (last && isGoing(last)) return 'applying'
  return row.expiresAt !== null && row.expiresAt <= now ? 'expired' : 'draft'
}

function toPlan(row: repository.PlanRow, { environments, kept, now: at }: Around): Plan {
  const now = environments.get(row.environmentId)
  const state = runState.parse(row.run.state)
  return {
    id: String(row.id),
    environment: { id: row.environmentId, name: now?.name ?? row.environment, kind: strictestKind(row.environmentKind, now?.kind) },
    state: stateOf(row, at),
    origin: planOrigins.find((one) => one === row.origin) ?? 'files',
    source: row.sourceId === null ? null : { id: row.sourceId, name: row.source ?? row.sourceId },
    base: row.baseId === null ? null : String(row.baseId),
    undoOf: row.undoOfId === null ? null : String(row.undoOfId),
    conflicts: row.conflicts,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    rowsRemovedAt: row.rowsRemovedAt?.toISOString() ?? null,
    sha256: row.sha256,
    run: { id: String(row.runId), state, error: row.run.error === null ? null : runError.parse(row.run.error) },
    mappingVersion: row.mappingVersion,
    schemaFingerprint: row.schemaFingerprint,
    files: row.files.map((file) => ({
      upload: file.uploadId,
      name: file.name,
      kind: kindOf(file),
      bytes: Number(file.bytes),
      sha256: file.sha256,
      kept: kept.has(file.uploadId),
    })),
    totals: row.outcome === null ? null : outcome.parse(row.outcome).totals,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
    finishedAt: row.run.finishedAt?.toISOString() ?? null,
  }
}

/** A plan that this person may see; null for all others, so that nobody learns of it. */
export async function visiblePlan(who: Principal, id: string, tx?: Tx): Promise<{ row: repository.PlanRow; plan: Plan } | null> {
  const planId = bigintId(id)
  const row = planId === null ? null : await repository.findPlan(planId, tx)
  // What would take an import back is there before anybody asks for it.
  if (!row || (row.origin === 'undo' && row.openedAt === null)) return null
  const plan = toPlan(row, await aroundOf([row], tx))
  return may(who, 'datasheets.view', plan.environment.kind) ? { row, plan } : null
}

const isComputed = ({ state }: Plan): boolean => state !== 'computing' && state !== 'failed'

/** A plan with a result that this person may see; refuses plan_not_ready while it is computed and after it failed. */
export async function draftOf(who: Principal, id: string): Promise<repository.PlanRow | Refusal> {
  const seen = await visiblePlan(who, id)
  if (!seen) return notFound()
  return isComputed(seen.plan) ? seen.row : refuse('plan_not_ready', 409, { state: seen.plan.state })
}

export async function listPlans(who: Principal, query: PlanQuery): Promise<PlanPage> {
  const { rows, total } = await repository.pageOfPlans(query, visibleKinds(who), await databaseNow())
  const around = await aroundOf(rows)
  const items = rows.map((row) => toPlan(row, around))
  return { items, total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

const rounded = (percent: number): number => Math.round(percent * 100) / 100
const shareOf = (rows: number, of: number): number => (rows === 0 ? 0 : of === 0 ? 100 : rounded((rows * 100) / of))

/** What is at stake per table that changes: shares of the rows that the sheets speak of. */
function risksOf(tables: readonly TableResult[]): PlanDetail['risks'] {
  const rows = ({ insert, update, delete: gone }: TableResult) => insert + update + gone
  return tables
    .filter((one) => rows(one) > 0)
    .map((one) => ({
      table: one.table,
      percent: shareOf(rows(one), one.rowsBefore),
      deletePercent: shareOf(one.delete, one.rowsBefore),
      braked: braked(one),
    }))
}

async function approvalsOf(who: Principal, { id, environment, sha256, totals }: Plan): Promise<PlanDetail['approvals']> {
  if (sha256 === null || totals === null) return { required: 0, latest: null }
  const size = totals.insert + totals.update + totals.delete
  const kind = 'datasheets.import'
  const [required, latest] = await Promise.all([requiredApprovals({ kind, environment, size }), latestApproval(who, { kind, subjectId: id })])
  return { required, latest }
}

export async function loadPlan(who: Principal, id: string): Promise<PlanDetail | Refusal> {
  const seen = await visiblePlan(who, id)
  if (!seen) return notFound()
  const { row, plan } = seen
  const [bodies, latest, newer, approvals, environmentMoved] = await Promise.all([
    // What an unfinished attempt wrote is nobody's business.
    isComputed(plan) ? repository.tablesOf(row.id) : [],
    latestVersion(row.environmentId),
    repository.newerPlan(row),
    approvalsOf(who, plan),
    repository.isLedElsewhere(row),
  ])
  const tables = bodies.map(({ body }) => body as unknown as PlanDetail['tables'][number] & TableResult)
  const found = row.outcome === null ? null : outcome.parse(row.outcome)
  return {
    ...plan,
    tables,
    findings: found?.findings ?? [],
    unreadSheets: found?.unreadSheets ?? [],
    mappingChanged: latest !== row.mappingVersion,
    environmentMoved,
    newer: newer === null ? null : String(newer),
    risks: risksOf(tables),
    approvals,
    import: importOf(row) ? String(importOf(row)?.id) : null,
    schema: found?.schema ?? [],
  }
}

/** Names that people take for the same, as some systems of files do. */
const folded = (name: string): string => name.normalize('NFKC').toLowerCase().normalize('NFKC')

function sameName(names: readonly string[]): string | undefined {
  const all = names.map(folded)
  return names.find((_, at) => all.indexOf(all[at] as string) !== at)
}

async function start(who: Principal, environment: EnvironmentRow, uploads: readonly string[], origin: Origin): Promise<PlanStarted | Refusal> {
  const wanted = [...new Set(uploads)]
  const mappingVersion = await latestVersion(environment.id)
  return transact(async (tx) => {
    const rows = await lockUploads(tx, wanted)
    const missing = wanted.find((id) => !rows.some((row) => row.id === id))
    if (missing !== undefined) return refuse('upload_unknown', 404, { upload: missing }, 'uploads')
    const expired = rows.find((row) => row.expiresAt < new Date())
    if (expired) return refuse('upload_gone', 410, { file: expired.name }, 'uploads')
    const twice = sameName(rows.map(({ name }) => name))
    if (twice !== undefined) return refuse('upload_names_twice', 422, { file: twice }, 'uploads')
    const title = { environment: environment.name, first: rows[0]?.name ?? '', more: rows.length - 1 }
    const keywords = [environment.name, ...rows.map(({ name }) => name)].join(' ').slice(0, 500)
    const run = await createRun(tx, { job: diffJob, payload: {}, title, keywords, by: who, ...origin })
    const files = rows.map(({ id, name, kind, bytes, sha256 }) => ({ uploadId: id, name, kind, bytes, sha256 }))
    const plan = await repository.insertPlan(tx, { runId: BigInt(run.id), environment, mappingVersion, createdById: who.userId, files })
    // Who looks at an older plan of the same files looks at what is not the latest any more.
    for (const older of await repository.replacedPlans(tx, plan)) await voidApprovals(tx, { kind: 'datasheets.import', subjectId: String(older) }, 'plan_newer')
    const id = String(plan.id)
    const detail = { environment: environment.name, mappingVersion, files: files.map(({ name, sha256 }) => `${name} ${sha256}`) }
    await recordAudit(tx, { who, action: 'datasheets.plan', object: `plan:${id}`, planId: id, runId: run.id, detail, ...origin })
    return { plan: { id, state: 'computing' as const }, run: { id: run.id } }
  })
}

/**
 * Makes a plan and its run. Refuses environment_unknown, environment_forbidden, upload_unknown, upload_gone, and
 * upload_names_twice, because findings name files by their names.
 */
export async function startPlan(who: Principal, { environment, uploads }: PlanRequest, origin: Origin): Promise<PlanStarted | Refusal> {
  const row = await environmentFor(who, 'datasheets.diff', environment, origin, 'environment')
  return row instanceof Refusal ? row : start(who, row, uploads, origin)
}

/** A new plan of the same files for the same environment, by the mapping as it is now. Refuses plan_not_of_files of one that was made otherwise. */
export async function startAgain(who: Principal, id: string, origin: Origin): Promise<PlanStarted | Refusal> {
  const seen = await visiblePlan(who, id)
  if (!seen) return notFound()
  const { files } = seen.plan
  if (files.length === 0) return refuse('plan_not_of_files', 409)
  const gone = files.find(({ kept }) => !kept)
  if (gone) return refuse('upload_gone', 410, { file: gone.name })
  const environment = await environmentFor(who, 'datasheets.diff', seen.row.environmentId, origin)
  if (environment instanceof Refusal) return environment
  return start(
    who,
    environment,
    files.map(({ upload }) => upload),
    origin,
  )
}

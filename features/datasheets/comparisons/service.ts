import { may, type Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { type DatasheetPermission, strictestKind } from '#features/datasheets/access.ts'
import { insertComparison } from '#features/datasheets/comparisons/repository.ts'
import { type ComparisonRequest, comparisonRequest } from '#features/datasheets/comparisons/schema.ts'
import { compareJob } from '#features/datasheets/jobs.ts'
import { latestVersion } from '#features/datasheets/mapping/repository.ts'
import type { PlanStarted } from '#features/datasheets/plans/schema.ts'
import { environmentFor, type Origin } from '#features/datasheets/service.ts'
import { type EnvironmentRow, findEnvironment } from '#features/environments/repository.ts'
import { createRun } from '#features/runs/service.ts'
import type { ScheduledAct } from '#features/schedules/jobs.ts'
import { type Tx, transact } from '#server/database.ts'

type Sides = { from: EnvironmentRow; to: EnvironmentRow }

/** Rows of the source are read as an export reads them; the target is compared as with sheets. */
const asked = { from: 'datasheets.export', to: 'datasheets.diff' } as const satisfies Record<keyof Sides, DatasheetPermission>

const sameFault = ({ from, to }: Sides): Refusal | null => (from.id === to.id ? refuse('comparison_same', 422, { environment: to.name }, 'from') : null)

async function sidesFor(who: Principal, request: ComparisonRequest, origin: Origin): Promise<Sides | Refusal> {
  const to = await environmentFor(who, asked.to, request.to, origin, 'to')
  if (to instanceof Refusal) return to
  const from = await environmentFor(who, asked.from, request.from, origin, 'from')
  if (from instanceof Refusal) return from
  return sameFault({ from, to }) ?? { from, to }
}

const titleOf = ({ from, to }: Sides) => ({ from: from.name, to: to.name })

async function start(tx: Tx, who: Principal, sides: Sides, wanted: readonly string[] | undefined, origin: Partial<Origin>): Promise<PlanStarted> {
  const { from, to } = sides
  const tables = wanted ? [...new Set(wanted)].sort() : null
  const mappingVersion = await latestVersion(to.id)
  const keywords = [from.name, to.name, ...(tables ?? [])].join(' ').slice(0, 500)
  const run = await createRun(tx, { job: compareJob, payload: {}, title: titleOf(sides), keywords, by: who, ...origin })
  const id = String(await insertComparison(tx, { runId: BigInt(run.id), from, to, tables, mappingVersion, createdById: who.userId }))
  const detail = { from: from.name, to: to.name, mappingVersion, ...(tables ? { tables } : {}) }
  await recordAudit(tx, { who, action: 'datasheets.compare', object: `plan:${id}`, planId: id, runId: run.id, detail, ...origin })
  return { plan: { id, state: 'computing' }, run: { id: run.id } }
}

/**
 * Makes a plan that gives the tables of one environment the rows of another, and its run. Refuses environment_unknown, environment_forbidden for either
 * of them, and comparison_same.
 */
export async function startDatabaseComparison(who: Principal, request: ComparisonRequest, origin: Origin): Promise<PlanStarted | Refusal> {
  const sides = await sidesFor(who, request, origin)
  return sides instanceof Refusal ? sides : transact((tx) => start(tx, who, sides, request.tables, origin))
}

async function sideNow(by: Principal, side: keyof Sides, id: string): Promise<EnvironmentRow | Refusal> {
  const row = await findEnvironment(id)
  if (!row) return refuse('environment_unknown', 404, { environment: id })
  const kind = strictestKind(row.kind, undefined)
  return may(by, asked[side], kind) ? row : refuse('environment_forbidden', 403, { name: row.name, kind })
}

/** The same at a time. Both environments are those that they were then, by their ids; all tables are all that there are by then. */
export const compareAct: ScheduledAct<ComparisonRequest> = {
  act: 'datasheets.compare',
  permission: asked.to,
  payload: comparisonRequest,
  prepare: async (who, request, origin) => {
    const sides = await sidesFor(who, request, origin)
    if (sides instanceof Refusal) return sides
    const { from, to } = sides
    const environment = { id: to.id, name: to.name, kind: strictestKind(to.kind, undefined) }
    return { title: titleOf(sides), environment, payload: { ...request, from: from.id, to: to.id } }
  },
  start: async (tx, by, request) => {
    const to = await sideNow(by, 'to', request.to)
    if (to instanceof Refusal) return to
    const from = await sideNow(by, 'from', request.from)
    if (from instanceof Refusal) return from
    const { run } = await start(tx, by, { from, to }, request.tables, {})
    return { runId: BigInt(run.id) }
  },
}

import { chooseMetrics, isBuiltIn, MOST_METRICS, metricFault } from '#core/retention/catalogue.ts'
import { findInCatalogue } from '#core/retention/catalogue-list.ts'
import { fieldsOf, RETENTION_METRIC, type VersionedMetric } from '#core/retention/metrics.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import type { Wanted } from '#features/gamelog/service.ts'
import { insertVersion, listMetrics as listRows, listVersions, versionedOf } from '#features/retention/metrics/repository.ts'
import type { Metric, MetricChange, MetricPage, MetricQuery, MetricRequest } from '#features/retention/metrics/schema.ts'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

type Origin = { ip: string; requestId: string }

const objectOf = (name: string): string => `metric:${name}`
/** What the audit keeps of a version. */
const factsOf = ({ label, family, where, rule, subject, window, version, active }: Metric) => ({
  version,
  active,
  label,
  definition: JSON.stringify({ family, where, rule, subject, window }),
})

export const listMetrics = async (_who: Principal): Promise<{ items: Metric[] }> => ({ items: await listRows() })

/** A page of the catalogue. It is never long, so that it is read whole. */
export async function listMetricPage(_who: Principal, { page, pageSize, sort, ...filter }: MetricQuery): Promise<MetricPage> {
  const found = findInCatalogue(await listRows(), filter, sort)
  const items = found.slice((page - 1) * pageSize, page * pageSize)
  return { items, total: found.length, page, pageSize, countedAt: new Date().toISOString() }
}

export async function loadVersions(_who: Principal, name: string): Promise<{ items: Metric[] } | Refusal> {
  const items = await listVersions(name)
  return items.length > 0 ? { items } : refuse('not_found', 404)
}

async function unlessTaken<T>(name: string, work: () => Promise<T>): Promise<T | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return refuse('metric_changed', 409, { name }, 'name')
    throw error
  }
}

async function tooMany(): Promise<Refusal | null> {
  const inUse = (await listRows()).filter(({ active }) => active).length
  return inUse < MOST_METRICS ? null : refuse('metrics_too_many', 422, { most: MOST_METRICS })
}

/** Refuses metric_name_reserved, metric_window_empty, metric_exists, metrics_too_many. */
export async function addMetric(who: Principal, request: MetricRequest, origin: Origin): Promise<Metric | Refusal> {
  const { name } = request
  const fault = metricFault(request)
  if (fault) return refuse(fault, 400, { name }, fault === 'metric_name_reserved' ? 'name' : 'window')
  if ((await listVersions(name)).length > 0) return refuse('metric_exists', 409, { name }, 'name')
  const full = await tooMany()
  if (full) return full
  return unlessTaken(name, () =>
    db.$transaction(async (tx) => {
      const added = await insertVersion(tx, who, { ...request, version: 1, active: true })
      await recordAudit(tx, { who, action: 'metrics.add', object: objectOf(name), after: factsOf(added), ...origin })
      return added
    }),
  )
}

function changeFault(present: Metric, { active, ...content }: MetricChange): Refusal | null {
  const { name } = present
  if (isBuiltIn(name) && Object.keys(content).length > 0) return refuse('metric_built_in', 409, { name })
  if (name === RETENTION_METRIC && active === false) return refuse('metric_needed', 409, { name }, 'active')
  const fault = metricFault({ name, window: content.window ?? present.window })
  return fault && refuse(fault, 400, { name }, 'window')
}

/** A change is a new version: analyses keep those that they used. Refuses metric_built_in, metric_needed, metric_window_empty, metrics_too_many. */
export async function changeMetric(who: Principal, name: string, change: MetricChange, origin: Origin): Promise<Metric | Refusal> {
  const [present] = await listVersions(name)
  if (!present) return refuse('not_found', 404)
  const fault = changeFault(present, change) ?? (change.active && !present.active ? await tooMany() : null)
  if (fault) return fault
  const next = { ...present, ...change, version: present.version + 1 }
  return unlessTaken(name, () =>
    db.$transaction(async (tx) => {
      const changed = await insertVersion(tx, who, next)
      const action = change.active === false ? 'metrics.retire' : 'metrics.change'
      await recordAudit(tx, { who, action, object: objectOf(name), before: factsOf(present), after: factsOf(changed), ...origin })
      return changed
    }),
  )
}

/** The metrics of a new analysis: those named, or all that are in use. Refuses metric_unknown. */
export async function metricsFor(names: readonly string[] | null): Promise<VersionedMetric[] | Refusal> {
  const inUse = (await listRows()).filter(({ active }) => active)
  const { chosen, unknown } = chooseMetrics(inUse, names)
  if (unknown.length > 0) return refuse('metric_unknown', 404, { names: unknown.join(', ') }, 'metrics')
  return chosen.map(versionedOf)
}

/** The families and fields of the metrics in use; looking at a source tells what is wrong with them instead of refusing. */
export async function wantedByMetrics(): Promise<Wanted> {
  const inUse = (await listRows()).filter(({ active }) => active)
  return { families: inUse.map(({ family }) => family), bodyFields: (family) => fieldsOf(inUse, family), tolerant: true }
}

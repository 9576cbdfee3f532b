import { inCatalogueOrder, isBuiltIn } from '#core/retention/catalogue.ts'
import type { VersionedMetric } from '#core/retention/metrics.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Metric, metricBody } from '#features/retention/metrics/schema.ts'
import { db, type Tx } from '#server/database.ts'
import type { MetricVersion, Prisma } from '#server/generated/prisma/client.ts'

export function toMetric(row: MetricVersion): Metric {
  const { name, version, active, author } = row
  return { name, ...metricBody.parse(row.body), version, active, builtIn: isBuiltIn(name), author, createdAt: row.createdAt.toISOString() }
}

/** The latest version of every metric, in the catalogue's order. */
export async function listMetrics(): Promise<Metric[]> {
  const rows = await db.metricVersion.findMany({ orderBy: { id: 'asc' } })
  const latest = new Map<string, { name: string; addedAt: number; row: MetricVersion }>()
  rows.forEach((row, place) => {
    latest.set(row.name, { name: row.name, addedAt: latest.get(row.name)?.addedAt ?? place, row })
  })
  return inCatalogueOrder([...latest.values()]).map(({ row }) => toMetric(row))
}

/** All versions of a metric, the latest first; none when nobody added it. */
export const listVersions = async (name: string): Promise<Metric[]> =>
  (await db.metricVersion.findMany({ where: { name }, orderBy: { version: 'desc' } })).map(toMetric)

/** Adds a version; rows are never changed. @throws P2002 when somebody else added this version meanwhile. */
export async function insertVersion(tx: Tx, who: Principal, next: VersionedMetric & { active: boolean }): Promise<Metric> {
  const { name, version, active, label, family, where, rule, subject, window } = next
  const body = { label, family, where: where.map((one) => ({ ...one })), rule: { ...rule }, subject, window: { ...window } } satisfies Prisma.InputJsonObject
  return toMetric(await tx.metricVersion.create({ data: { name, version, active, body, authorId: who.userId, author: who.name, createdAt: new Date() } }))
}

/** What a definition keeps of a metric of the catalogue. */
export const versionedOf = ({ name, label, family, where, rule, subject, window, version }: Metric): VersionedMetric => ({
  name,
  label,
  family,
  where,
  rule,
  subject,
  window,
  version,
})

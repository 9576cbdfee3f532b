import { auditHealth } from '#features/audit/chain/service.ts'
import { listWorkersAlive } from '#features/runs/repository.ts'
import { collectRunGauges } from '#features/runs/service.ts'
import type { Doctor, DoctorCheck } from '#features/system/schema.ts'
import { db } from '#server/database.ts'
import { env, publicUrl } from '#server/env.ts'
import { metrics } from '#server/metrics.ts'
import { webRedis } from '#server/redis.ts'
import { openSearch } from '#server/search/client.ts'
import { clockDriftMs, pendingMigrations, version } from '#server/startup.ts'

/** The address without user, password and query. */
function withoutSecrets(text: string): string {
  const url = new URL(text)
  url.username = ''
  url.password = ''
  url.search = ''
  return url.href.replace(/\/$/, '')
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/\/\/[^@\s/]+@/g, '//').slice(0, 300)

/** One part; whatever is thrown becomes "not ok" with the reason. */
async function check(name: string, fix: string, look: () => Promise<Omit<DoctorCheck, 'name' | 'ok'> & { ok?: boolean }>): Promise<DoctorCheck> {
  try {
    const { ok = true, ...found } = await look()
    return { name, ok, ...found, ...(ok ? {} : { fix }) }
  } catch (error) {
    return { name, ok: false, detail: reason(error), fix }
  }
}

async function mysql() {
  const [row] = await db.$queryRaw<{ version: string }[]>`SELECT VERSION() AS version`
  const drift = await clockDriftMs()
  const ok = Math.abs(drift) <= 5_000
  return {
    ok,
    version: row?.version ?? 'unknown',
    url: withoutSecrets(env.DATABASE_URL),
    ...(ok ? {} : { detail: `its clock differs by ${Math.round(drift)} ms` }),
  }
}

function isFull(info: string): boolean {
  const bytes = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0)
  return bytes('maxmemory') > 0 && bytes('used_memory') >= bytes('maxmemory')
}

async function redis() {
  const client = webRedis()
  try {
    const info = await client.info()
    const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? 'unknown'
    const faults = [
      ...(policy === 'noeviction' ? [] : [`maxmemory-policy is ${policy}`]),
      ...(isFull(info) ? ['its memory is full: it takes no new work'] : []),
    ]
    const ok = faults.length === 0
    return {
      ok,
      version: /redis_version:(\S+)/.exec(info)?.[1] ?? 'unknown',
      url: withoutSecrets(env.REDIS_URL),
      ...(ok ? {} : { detail: faults.join('; ') }),
    }
  } finally {
    client.disconnect()
  }
}

async function opensearch() {
  if (!env.OPENSEARCH_URL) return { ok: false, detail: 'OPENSEARCH_URL is not set' }
  const url = new URL(env.OPENSEARCH_URL)
  const credentials = url.username ? { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } : {}
  const client = openSearch({ url: withoutSecrets(env.OPENSEARCH_URL), insecureTls: false, ...credentials })
  try {
    const { body } = await client.info()
    return { version: body.version.number, url: withoutSecrets(env.OPENSEARCH_URL) }
  } finally {
    await client.close()
  }
}

async function migrations() {
  const pending = await pendingMigrations()
  return { ok: pending.length === 0, ...(pending.length ? { detail: `not applied: ${pending.join(', ')}` } : {}) }
}

async function workers() {
  const alive = await listWorkersAlive()
  return { ok: alive.length > 0, pids: alive.map((worker) => worker.pid), ...(alive.length ? {} : { detail: 'no worker is alive' }) }
}

/** Every part that the console's own work needs. */
export async function diagnose(): Promise<Doctor> {
  const node: DoctorCheck = { name: 'node', ok: true, version: process.version }
  const web: DoctorCheck = { name: 'web', ok: true, version: version(), url: publicUrl }
  const checks = await Promise.all([
    check('mysql', 'start MySQL or MariaDB, or correct DATABASE_URL', mysql),
    check('redis', 'start Redis with maxmemory-policy noeviction, or correct REDIS_URL', redis),
    check('opensearch', 'start OpenSearch, or correct OPENSEARCH_URL', opensearch),
    check('migrations', 'run: npm run db:deploy', migrations),
    check('audit', 'run: npm run db:deploy, and read what it says of the audit', auditHealth),
    check('workers', 'start a worker: npm start', workers),
  ])
  const all = [node, ...checks, web]
  return { ok: all.every((part) => part.ok), checks: all }
}

/** Whether requests can be served: servers reachable, migrations done, a worker alive. The cluster of the logs is not asked: sources have their own. */
export async function readiness(): Promise<{ ready: boolean; checks: Record<string, boolean> }> {
  const parts = await Promise.all([check('mysql', '', mysql), check('redis', '', redis), check('migrations', '', migrations), check('workers', '', workers)])
  const opensearchPart = env.OPENSEARCH_URL ? [await check('opensearch', '', opensearch)] : []
  const checks = Object.fromEntries([...parts, ...opensearchPart].map((part) => [part.name, part.ok]))
  return { ready: Object.values(checks).every(Boolean), checks }
}

/** Who may read /metrics: anybody on a local machine, in production mode a token with `system.view`. */
export const metricsAccess = env.QUARTERDECK_MODE === 'production' ? 'system.view' : 'public'

/** Prometheus text format: counts only, no names of people or players. */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  await collectRunGauges()
  return { contentType: metrics.register.contentType, text: await metrics.register.metrics() }
}

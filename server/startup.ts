import 'server-only'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { db } from '#server/database.ts'
import { env, productionFaults } from '#server/env.ts'
import { workerRedis } from '#server/redis.ts'

export type StartupFault = { check: 'production' | 'migrations' | 'clock' | 'redis'; detail: string; fix: string }

const maxClockDriftMs = 5_000

function checkProduction(): StartupFault[] {
  return productionFaults(env).map((detail) => ({ check: 'production', detail, fix: 'set it in the environment and start again' }))
}

/** Names of migrations in prisma/migrations that the database has not finished. */
export async function pendingMigrations(): Promise<string[]> {
  const folder = join(process.cwd(), 'prisma', 'migrations')
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  const tables = await db.$queryRaw<unknown[]>`SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '_prisma_migrations'`
  if (tables.length === 0) return names.sort()
  const rows = await db.$queryRaw<
    { name: string }[]
  >`SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`
  const done = new Set(rows.map((row) => row.name))
  return names.filter((name) => !done.has(name)).sort()
}

async function checkMigrations(): Promise<StartupFault[]> {
  const pending = await pendingMigrations()
  return pending.length ? [{ check: 'migrations', detail: `not applied: ${pending.join(', ')}`, fix: 'run: npm run db:deploy' }] : []
}

/** How far this machine's clock is ahead of the database's, in milliseconds. */
export async function clockDriftMs(): Promise<number> {
  const before = Date.now()
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT UTC_TIMESTAMP(3) AS now`
  const after = Date.now()
  return row ? (before + after) / 2 - row.now.getTime() : Number.NaN
}

async function checkClock(): Promise<StartupFault[]> {
  const drift = await clockDriftMs()
  if (Math.abs(drift) <= maxClockDriftMs) return []
  return [
    {
      check: 'clock',
      detail: `this machine and the database differ by ${Math.round(drift)} ms`,
      fix: 'synchronise both clocks (NTP); at most 5 s is accepted',
    },
  ]
}

/** Redis' eviction policy; jobs vanish under any other than noeviction. */
export async function evictionPolicy(): Promise<string> {
  const redis = workerRedis()
  try {
    const info = await redis.info('memory')
    return /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? 'unknown'
  } finally {
    redis.disconnect()
  }
}

async function checkRedis(): Promise<StartupFault[]> {
  const policy = await evictionPolicy()
  if (policy === 'noeviction') return []
  return [{ check: 'redis', detail: `maxmemory-policy is ${policy}`, fix: 'set maxmemory-policy noeviction: with any other, waiting work can vanish' }]
}

/** Why this process must not start; empty when it may. @throws when a server cannot be reached. */
export async function startupFaults(): Promise<StartupFault[]> {
  const production = checkProduction()
  if (production.length) return production
  return [...(await checkMigrations()), ...(await checkClock()), ...(await checkRedis())]
}

export const version = (): string => {
  const { version: text } = JSON.parse(readFileSync(join(process.cwd(), 'package.json'), 'utf8')) as { version: string }
  return text
}

import { spawnSync } from 'node:child_process'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { db } from '#server/database.ts'
import { productionFaults } from '#server/env.ts'
import { workerRedis } from '#server/redis.ts'
import { startupFaults } from '#server/startup.ts'

const redis = workerRedis()
afterEach(async () => {
  await redis.config('SET', 'maxmemory-policy', 'noeviction')
})
afterAll(async () => {
  redis.disconnect()
  await db.$disconnect()
})

const local = { QUARTERDECK_MODE: 'local' } as Parameters<typeof productionFaults>[0]

describe('startup', () => {
  it('finds nothing to refuse on sound servers', async () => {
    expect(await startupFaults()).toEqual([])
  })
  it('refuses a Redis that evicts', async () => {
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
    expect(await startupFaults()).toMatchObject([{ check: 'redis', detail: 'maxmemory-policy is allkeys-lru' }])
  })
  it('refuses pending migrations, by name', async () => {
    await db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '20261121000000_init'`
    try {
      expect(await startupFaults()).toMatchObject([{ check: 'migrations', detail: 'not applied: 20261121000000_init' }])
    } finally {
      await db.$executeRaw`UPDATE _prisma_migrations SET finished_at = UTC_TIMESTAMP(3) WHERE migration_name = '20261121000000_init'`
    }
  })
  it('refuses a clock that is off by more than 5 s', async () => {
    const ahead = Date.now
    Date.now = () => ahead() + 6_000
    try {
      expect(await startupFaults()).toMatchObject([{ check: 'clock' }])
    } finally {
      Date.now = ahead
    }
  })
  it('production mode demands secrets, the address and the proxies; local mode does not', () => {
    expect(productionFaults(local)).toEqual([])
    const faults = productionFaults({ ...local, QUARTERDECK_MODE: 'production' })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['QUARTERDECK_SECRET', 'PUBLIC_URL', 'TRUSTED_PROXIES'])
  })
  it('a worker in production mode without them ends with 1 and says why', () => {
    const env = { ...process.env, QUARTERDECK_MODE: 'production', LOG_LEVEL: 'fatal', QUARTERDECK_SECRET: '' }
    delete (env as Record<string, string | undefined>).QUARTERDECK_SECRET
    const ended = spawnSync(process.execPath, ['--conditions=react-server', 'workers/main.ts'], {
      env: { ...env, LOG_LEVEL: 'error' },
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect(ended.status).toBe(1)
    expect(ended.stdout).toContain('QUARTERDECK_SECRET is missing')
  })
})

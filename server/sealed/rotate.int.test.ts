import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '#server/database.ts'

const old = 'the secret of last year, long enough to be one'
const fresh = 'the secret of this year, long enough to be one'
const answers = 1_500

/** The doors as a process with these secrets has them. */
async function withSecrets(now: string, before = '') {
  vi.stubEnv('QUARTERDECK_SECRET', now)
  vi.stubEnv('QUARTERDECK_SECRET_PREVIOUS', before)
  vi.resetModules()
  const [{ seal, unseal }, { rotateSecrets }, columns] = await Promise.all([
    import('#server/secrets.ts'),
    import('#server/sealed/rotate.ts'),
    import('#server/sealed/columns.ts'),
  ])
  return { seal, unseal, rotateSecrets, ...columns }
}

async function fill(secret: string): Promise<void> {
  const { seal, sourceContext, environmentContext, answerContext, hookContext } = await withSecrets(secret)
  const at = new Date('2026-11-21T00:00:00Z')
  for (const id of [randomUUID(), randomUUID()]) {
    const source = { url: 'http://127.0.0.1:9200', prefix: 'x-', zone: 'UTC', createdAt: at, updatedAt: at }
    await db.logSource.create({ data: { id, name: id, ...source, passwordSealed: seal(`password of ${id}`, sourceContext(id)) } })
    await db.environment.create({ data: { id, name: id, kind: 'test', urlSealed: seal(`mysql://me:${id}@host/db`, environmentContext(id)) } })
    const hook = { url: 'https://game.example/hook', events: [], createdById: 'me', createdAt: at, updatedAt: at }
    await db.hook.create({
      data: { id, name: id, ...hook, secretSealed: seal(`secret of ${id}`, hookContext(id)), oldSecretSealed: seal(`old secret of ${id}`, hookContext(id)) },
    })
  }
  const keys = Array.from({ length: answers }, (_, index) => `key ${index}`)
  const row = (key: string) => ({ userId: 'me', key, digest: 'd', status: 200, response: seal(`answer to ${key}`, answerContext('me', key)), createdAt: at })
  await db.idempotencyKey.createMany({ data: keys.map(row) })
}

/** Opens every sealed value with these secrets only; throws when one cannot be. */
async function readAll(secret: string): Promise<number> {
  const { unseal, sourceContext, environmentContext, answerContext, hookContext } = await withSecrets(secret)
  const sources = await db.logSource.findMany()
  for (const { id, passwordSealed } of sources) expect(unseal(passwordSealed ?? new Uint8Array(), sourceContext(id))).toBe(`password of ${id}`)
  const environments = await db.environment.findMany()
  for (const { id, urlSealed } of environments) expect(unseal(urlSealed, environmentContext(id))).toBe(`mysql://me:${id}@host/db`)
  const hooks = await db.hook.findMany()
  for (const { id, secretSealed, oldSecretSealed } of hooks) {
    expect(unseal(secretSealed, hookContext(id))).toBe(`secret of ${id}`)
    expect(unseal(oldSecretSealed ?? new Uint8Array(), hookContext(id))).toBe(`old secret of ${id}`)
  }
  const kept = await db.idempotencyKey.findMany()
  for (const { userId, key, response } of kept) expect(unseal(response ?? new Uint8Array(), answerContext(userId, key))).toBe(`answer to ${key}`)
  return sources.length + environments.length + 2 * hooks.length + kept.length
}

async function countStale(): Promise<number> {
  const { sealedColumns } = await withSecrets(fresh)
  const counts = await Promise.all(sealedColumns.map((column) => column.countStale()))
  return counts.reduce((sum, count) => sum + count, 0)
}

async function empty(): Promise<void> {
  // Analyses that other tests left name their log source.
  await db.analysis.deleteMany()
  await db.logSource.deleteMany()
  await db.environment.deleteMany()
  await db.idempotencyKey.deleteMany()
  await db.auditKey.deleteMany()
  await db.secondFactor.deleteMany()
  await db.hook.deleteMany()
}

/** Runs the command as a process of its own; `killAt` ends it with SIGKILL at that line of progress. */
async function rotateInProcess(killAt?: number): Promise<{ code: number | null; signal: string | null; out: string }> {
  const env = { ...process.env, QUARTERDECK_SECRET: fresh, QUARTERDECK_SECRET_PREVIOUS: old }
  const child = spawn(process.execPath, ['--conditions=react-server', 'scripts/rotate-secrets.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let lines = 0
  createInterface({ input: child.stderr }).on('line', () => {
    lines += 1
    if (lines === killAt) child.kill('SIGKILL')
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out })))
}

/** Rows of other tests are signed with the key that was there before. */
const auditKeyBefore = await db.auditKey.findMany()
beforeEach(empty)
afterAll(async () => {
  await empty()
  await db.auditKey.createMany({ data: auditKeyBefore })
  vi.unstubAllEnvs()
  await db.$disconnect()
})

describe('rotation of the secret', () => {
  it('goes on where kill -9 ended it, and everything opens with the new secret alone', async () => {
    await fill(old)
    expect(await countStale()).toBe(answers + 8)
    // Two lines for each of the small columns, then one for each hundred answers.
    expect(await rotateInProcess(9)).toMatchObject({ signal: 'SIGKILL' })
    const left = await countStale()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(answers)
    const second = await rotateInProcess()
    expect(second).toMatchObject({ code: 0 })
    const sound = { left: 0, unreadable: 0 }
    expect(JSON.parse(second.out)).toMatchObject({ done: true, columns: [sound, sound, sound, sound, sound, sound, sound] })
    expect(await countStale()).toBe(0)
    expect(await readAll(fresh)).toBe(answers + 8)
  })

  it('comes back when its time is over and says what is left', async () => {
    await fill(old)
    const { rotateSecrets } = await withSecrets(fresh, old)
    expect(await rotateSecrets(0)).toMatchObject({
      done: false,
      columns: [{ left: 2 }, { left: 2 }, { left: answers }, { left: 0 }, { left: 0 }, { left: 2 }, { left: 2 }],
    })
    expect(await rotateSecrets(60_000)).toMatchObject({
      done: true,
      columns: [{ resealed: 2 }, { resealed: 2 }, { resealed: answers }, {}, {}, { resealed: 2 }, { resealed: 2 }],
    })
    expect(await rotateSecrets(60_000)).toMatchObject({
      done: true,
      columns: [{ resealed: 0 }, { resealed: 0 }, { resealed: 0 }, {}, {}, { resealed: 0 }, { resealed: 0 }],
    })
  })

  it('names what no key opens and seals the rest', async () => {
    await fill('a third secret that nobody has kept anywhere')
    const strange = (await db.environment.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)
    await db.logSource.deleteMany()
    await db.idempotencyKey.deleteMany()
    const { seal, environmentContext } = await withSecrets(old)
    const id = randomUUID()
    await db.environment.create({ data: { id, name: id, kind: 'test', urlSealed: seal(`mysql://me:${id}@host/db`, environmentContext(id)) } })
    const { rotateSecrets } = await withSecrets(fresh, old)
    const found = await rotateSecrets(60_000)
    expect(found.done).toBe(true)
    expect(found.columns[1]).toEqual({ column: 'environments_environment.urlSealed', resealed: 1, left: 0, unreadable: 2, unreadableRows: strange })
  })

  it('knows every column of the database that holds sealed bytes', async () => {
    const { sealedColumns } = await withSecrets(fresh)
    const rows = await db.$queryRaw<{ name: string }[]>`
      SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns
      WHERE table_schema = DATABASE() AND data_type IN ('blob', 'mediumblob', 'longblob', 'tinyblob', 'varbinary', 'binary')`
    // Packed, not sealed: what people may read on a page anyway.
    const open = ['retention_column.data', 'datasheets_plan_block.data', 'datasheets_plan_apart.data', 'datasheets_import_block.keys']
    expect(sealedColumns.map(({ name }) => name).sort()).toEqual(
      rows
        .map(({ name }) => name)
        .filter((name) => !open.includes(name))
        .sort(),
    )
  })
})

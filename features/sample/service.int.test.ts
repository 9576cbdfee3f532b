import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { dayMs, endOf, planOf } from '#core/sample/plan.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { findSource, upsertSource } from '#features/gamelog/repository.ts'
import { sourceRequest } from '#features/gamelog/schema.ts'
import { dataset, sampleStarted } from '#features/sample/schema.ts'
import { listDatasets, startSampleLoad } from '#features/sample/service.ts'
import { db } from '#server/database.ts'

const who: Principal = {
  userId: randomUUID(),
  name: 'Sample tester',
  email: `${randomUUID()}@example.com`,
  role: 'administrator',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
}
const finishAll = () => db.run.updateMany({ where: { kind: 'sample.load' }, data: { state: 'succeeded' } })

beforeAll(async () => {
  await db.user.create({ data: { id: who.userId, name: who.name, email: who.email, role: who.role } })
  await finishAll()
})
afterEach(async () => {
  await finishAll()
  await db.logSource.deleteMany({ where: { name: 'sample' } })
})

describe('startSampleLoad', () => {
  it('queues a run with its dataset, and registers the source', async () => {
    const before = Date.now()
    const started = await startSampleLoad(who, { size: 'small', seed: 4 })
    const { run, dataset: made } = sampleStarted.parse(started)
    expect(run).toMatchObject({ kind: 'sample.load', state: 'queued', title: { size: 'small', players: 2_000, seed: 4 } })
    expect(made).toMatchObject({ runId: run.id, size: 'small', seed: 4, source: 'sample', newPlayers: 2_000, documents: null, databases: null })
    expect(made.window.from).toMatch(/T00:00:00\.000\+09:00$/)
    expect(Date.parse(made.day.from) - Date.parse(made.window.from)).toBe(dayMs)
    expect(endOf(planOf(2_000, 4, Date.parse(made.window.from)))).toBeLessThanOrEqual(before)
    expect(await findSource('sample')).toMatchObject({ prefix: 'ds-logs-live-', zone: 'Asia/Seoul' })
    expect(await db.auditEntry.count({ where: { object: `run:${run.id}` } })).toBe(1)
    expect((await listDatasets())[0]).toEqual(dataset.parse(made))
  })

  it.each(['before the source exists', 'when it does'])('lets one of two at the same moment through, %s', async (when) => {
    if (when === 'when it does') await upsertSource(db, sourceRequest.parse({ name: 'sample', url: 'http://127.0.0.1:9200', prefix: 'ds-logs-live-' }))
    const answers = await Promise.all([1, 2].map((seed) => startSampleLoad(who, { size: 'small', seed })))
    expect(answers.filter((answer) => !(answer instanceof Refusal))).toHaveLength(1)
    expect(answers.filter((answer) => answer instanceof Refusal && answer.code === 'sample_load_running')).toHaveLength(1)
  })

  it('starts none while another is not at its end', async () => {
    await startSampleLoad(who, { size: 'small', seed: 1 })
    await db.run.updateMany({ where: { kind: 'sample.load', state: 'queued' }, data: { state: 'paused' } })
    expect(await startSampleLoad(who, { size: 'small', seed: 1 })).toMatchObject({ code: 'sample_load_running', status: 409 })
    await finishAll()
    expect(await startSampleLoad(who, { size: 'small', seed: 1 })).not.toBeInstanceOf(Refusal)
  })

  it('leaves a source of the same name with another prefix alone', async () => {
    await upsertSource(db, sourceRequest.parse({ name: 'sample', url: 'http://127.0.0.1:9200', prefix: 'real-logs-' }))
    expect(await startSampleLoad(who, { size: 'small', seed: 1 })).toMatchObject({ code: 'sample_source_taken', params: { prefix: 'real-logs-' } })
    expect(await findSource('sample')).toMatchObject({ prefix: 'real-logs-' })
  })
})

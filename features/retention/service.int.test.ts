import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import type { Analysis } from '#features/retention/schema.ts'
import { listAnalyses, loadAnalysis, startAnalysis } from '#features/retention/service.ts'
import { db } from '#server/database.ts'

const who: Principal = {
  userId: randomUUID(),
  name: 'Ana',
  email: `${randomUUID()}@t.test`,
  role: 'operator',
  via: 'session',
  scopes: null,
  mustChangePassword: false,
}
const source = `s-${randomUUID()}`
const window = { from: '2026-10-01T00:00:00.001+09:00', to: '2026-10-02T00:00:00+09:00' }

let analysis: Analysis
beforeAll(async () => {
  await db.user.create({ data: { id: who.userId, name: who.name, email: who.email, updatedAt: new Date() } })
  await db.$transaction((tx) =>
    insertSource(tx, { name: source, url: 'http://127.0.0.1:9', prefix: 'p-', zone: 'Asia/Seoul', resetHour: 0, insecureTls: false }),
  )
  const started = await startAnalysis(who, { source, ...window, lookbackDays: 30, sample: 10 })
  if (started instanceof Refusal) throw new Error(started.code)
  analysis = started
})
afterAll(() => db.$disconnect())

describe('starting', () => {
  it('keeps the window to the millisecond and the definition', () => {
    expect(analysis).toMatchObject({
      source,
      zone: 'Asia/Seoul',
      from: '2026-09-30T15:00:00.001Z',
      to: '2026-10-01T15:00:00.000Z',
      lookbackDays: 30,
      sample: 10,
      summary: null,
      receipt: null,
    })
    expect(analysis.run).toMatchObject({ kind: 'retention.analyse', state: 'queued', title: { source } })
  })

  it.each([
    [{ from: window.to, to: window.from }, 'window_reversed'],
    [{ from: window.from, to: window.from }, 'window_reversed'],
    [{ from: '2099-01-01T00:00:00Z', to: '2099-01-02T00:00:00Z' }, 'window_in_future'],
    [{ from: '2026-01-01T00:00:00Z' }, 'window_too_long'],
    [{ source: 'nobody' }, 'source_unknown'],
  ])('refuses %j', async (change, code) => {
    expect(await startAnalysis(who, { source, ...window, ...change })).toMatchObject({ code })
  })
})

it('is found by its run and in the list', async () => {
  expect(await loadAnalysis(who, analysis.run.id)).toMatchObject({ from: analysis.from })
  expect(await loadAnalysis(who, '0')).toMatchObject({ code: 'not_found' })
  const page = await listAnalyses(who, { page: 1, pageSize: 10, source })
  expect(page).toMatchObject({ total: 1, items: [{ run: { id: analysis.run.id } }] })
})

import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T19:00:00.000Z'
const refusal = { code: 'schedule_missed', title: 'Missed and left out', detail: 'Do it by hand.' }
const firing = { dueAt: at, at, outcome: 'skipped', run: null, refusal }
const schedule = {
  ...{ id: '7', name: 'Nightly', act: 'datasheets.export', title: {}, payload: { environment: 'e' }, environment: null, cron: '0 4 * * *', zone: 'Asia/Seoul' },
  ...{
    runAt: null,
    missed: 'skip',
    graceSeconds: 300,
    state: 'active',
    nextAt: at,
    next: [at],
    last: firing,
    createdBy: { id: 'u', name: 'Kim' },
    createdAt: at,
  },
}
const detail = { ...schedule, firings: [firing] }
const page = { items: [schedule], total: 1, page: 1, pageSize: 50, countedAt: at }

test('lists and shows, as documents and for people', async () => {
  const server = await startConsole({ 'GET /schedules': page, 'GET /schedules/7': detail })
  expect(JSON.parse((await qd(['schedules', 'list', '--state', 'active', '--json'], { url: server.url })).stdout)).toEqual(page)
  expect(JSON.parse((await qd(['schedules', 'show', '7', '--json'], { url: server.url })).stdout)).toEqual(detail)
  const shown = await qd(['schedules', 'show', '7'], { url: server.url })
  expect(shown.stdout).toContain('0 4 * * * Asia/Seoul')
  expect(shown.stdout).toContain('Missed and left out')
})

test('makes one, once or again and again', async () => {
  const server = await startConsole({ 'POST /schedules': detail })
  const common = ['schedules', 'add', 'Nightly', '--act', 'datasheets.export', '--payload', '{"environment":"e"}']
  const again = await qd([...common, '--cron', '0 4 * * *', '--missed', 'late'], { url: server.url })
  expect(again).toMatchObject({ code: 0, stderr: '' })
  await qd([...common, '--at', '2026-11-22T04:00:00+09:00', '--grace', '0'], { url: server.url })
  const shared = { name: 'Nightly', act: 'datasheets.export', payload: { environment: 'e' }, zone: 'Asia/Seoul' }
  expect(server.seen.map(({ body }) => body)).toEqual([
    { ...shared, cron: '0 4 * * *', missed: 'late', graceSeconds: 300 },
    { ...shared, runAt: '2026-11-22T04:00:00+09:00', missed: 'skip', graceSeconds: 0 },
  ])
  for (const wrong of [
    common,
    [...common, '--cron', '* * * * *', '--at', at],
    [...common.slice(0, -1), '[1]', '--at', at],
    [...common.slice(0, -1), '@/nowhere', '--at', at],
  ])
    expect((await qd(wrong, { url: server.url })).code).toBe(2)
  expect(server.seen).toHaveLength(2)
})

test('pauses, resumes and ends', async () => {
  const server = await startConsole({ 'PATCH /schedules/7': detail })
  for (const order of ['pause', 'resume', 'end']) expect(await qd(['schedules', order, '7', '--json'], { url: server.url })).toMatchObject({ code: 0 })
  expect(server.seen.map(({ body }) => body)).toEqual([{ state: 'paused' }, { state: 'active' }, { state: 'ended' }])
})

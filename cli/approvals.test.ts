import type { ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const person = { id: 'p', name: 'Kim' }
const one = {
  id: '7',
  kind: 'datasheets.import',
  subject: '12',
  sha256: 'a'.repeat(64),
  environment: { id: 'e', name: 'Live KR', kind: 'production' },
  size: 1234,
  title: { first: 'items.xlsx', more: 0, plan: '12' },
  selection: {},
  href: '/datasheets/plans/12',
  required: 2,
  state: 'pending',
  voidReason: null,
  author: person,
  requestedBy: person,
  reason: '',
  requestedAt: at,
  expiresAt: at,
  decidedAt: null,
  usedAt: null,
  decisions: [{ id: '1', person: { id: 'q', name: 'Lee' }, verdict: 'approve', comment: '', createdAt: at }],
  review: null,
  mayDecide: true,
  refusal: null,
  acts: ['approve'],
}

test('lists requests as a table and as one document', async () => {
  const page = { items: [one], total: 1, page: 1, pageSize: 50, countedAt: at }
  const urls: (string | undefined)[] = []
  const answer = (_asked: unknown, { req }: ServerResponse) => {
    urls.push(req.url)
    return page
  }
  const server = await startConsole({ 'GET /approvals': answer })
  const done = await qd(['approvals', 'list', '--box', 'inbox', '--state', 'pending'], { url: server.url })
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(done.stdout).toMatch(/7 .*12 .*pending .*Live KR .*1234 .*1\/2 .*Kim/)
  expect(urls[0]).toMatch(/\?box=inbox&state=pending$/)
  expect(JSON.parse((await qd(['approvals', 'list', '--json'], { url: server.url })).stdout)).toEqual(page)
  expect(await qd(['approvals', 'list', '--box', 'other'], { url: server.url })).toMatchObject({ code: 2 })
  expect(await qd(['approvals', 'list', '--state', 'asleep'], { url: server.url })).toMatchObject({ code: 2 })
})

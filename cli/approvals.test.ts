import type { ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { approvalOf } from '#cli/testing/approvals.ts'
import { patience, qd, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const one = approvalOf({ decisions: [{ id: '1', person: { id: 'q', name: 'Lee' }, verdict: 'approve', comment: '', createdAt: at }] })

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

import { afterEach, expect, test, vi } from 'vitest'
import { approvalOf } from '#cli/testing/approvals.ts'
import { patience, qd, refuse, snapshot, startConsole, tidy } from '#cli/testing/stand-in.ts'
import type { Approval } from '#features/approvals/schema.ts'

vi.setConfig(patience)
afterEach(tidy)

const at = '2026-11-21T00:00:00.000Z'
const person = { id: 'u', name: 'Kim' }
const sha256 = 'a'.repeat(64)
const environment = { id: 'e', name: 'live', kind: 'production' }
type Response = Parameters<typeof refuse>[0]

const decided = (state: Approval['state']) => approvalOf({ id: '3', state, decidedAt: at, mayDecide: false, acts: [] })
const made = {
  id: '5',
  plan: '9',
  sha256,
  environment,
  state: 'applied',
  run: { id: '7', state: 'succeeded', error: null },
  selection: { tables: ['stuff'], deletes: true },
  selectionSha256: 'b'.repeat(64),
  files: ['Material.csv'],
  approval: '3',
  schedule: null,
  undoOf: null,
  undoneBy: null,
  canUndo: true,
  inserted: 3,
  updated: 8,
  deleted: 1,
  committedAt: at,
  createdBy: person,
  createdAt: at,
}
const detail = { ...made, tables: [{ table: 'stuff', inserted: 3, updated: 8, deleted: 1 }], provedBy: 'marker', durationsMs: {}, moved: 0 }
const applying = {
  'POST /datasheets/plans/9/apply': { import: { id: '5' }, run: { id: '7', state: 'queued' } },
  'GET /runs/7': { ...snapshot({ state: 'succeeded' }), artefacts: [] },
  'GET /datasheets/imports/5': detail,
}

test('approve and reject say their word on a plan', async () => {
  const server = await startConsole({
    'POST /datasheets/plans/9/decisions': ({ body }: { body: { verdict: string } }) => decided(body.verdict === 'approve' ? 'approved' : 'rejected'),
  })
  const words = ['datasheets', 'approve', '9', '--comment', 'looked at it', '--tables', 'stuff, other', '--no-deletes', '--json']
  const approved = await qd(words, { url: server.url })
  expect([approved.code, JSON.parse(approved.stdout)]).toEqual([0, decided('approved')])
  expect((await qd(['datasheets', 'approve', '9'], { url: server.url })).stdout).toContain('approved')
  expect((await qd(['datasheets', 'reject', '9', '--reason', 'too early', '--json'], { url: server.url })).code).toBe(0)
  expect((await qd(['datasheets', 'reject', '9'], { url: server.url })).code).toBe(2)
  expect(server.asked('POST /datasheets/plans/9/decisions').map(({ body }) => body)).toEqual([
    { verdict: 'approve', comment: 'looked at it', tables: ['stuff', 'other'], deletes: false },
    { verdict: 'approve', comment: '', deletes: true },
    { verdict: 'reject', comment: 'too early' },
  ])
})

test('apply waits for the run and says what was written', async () => {
  const server = await startConsole(applying)
  const plain = await qd(['datasheets', 'apply', '9', '--sha256', sha256, '--json'], { url: server.url })
  expect({ ...plain, stdout: JSON.parse(plain.stdout) }).toEqual({
    code: 0,
    stderr: '',
    stdout: { run: { id: '7', state: 'succeeded' }, import: { id: '5' }, inserted: 3, updated: 8, deleted: 1 },
  })
  const words = ['--tables', 'stuff', '--no-deletes', '--confirm', 'live: eu:12', '--confirm-table', 'other', 'stuff']
  const human = await qd(['datasheets', 'apply', '9', '--sha256', sha256, ...words], { url: server.url })
  expect(human).toMatchObject({ code: 0, stderr: expect.stringContaining('Import 5') })
  expect(server.asked('POST /datasheets/plans/9/apply').map(({ body }) => body)).toEqual([
    { sha256, deletes: true },
    { sha256, tables: ['stuff'], deletes: false, confirm: { environment: 'live: eu', rows: 12 }, confirmTables: ['stuff', 'other'] },
  ])
})

test('apply that is refused, or whose run fails, is the problem', async () => {
  const refused = await startConsole({ 'POST /datasheets/plans/9/apply': (_: unknown, response: Response) => refuse(response, 409, 'approval_missing') })
  const no = await qd(['datasheets', 'apply', '9', '--sha256', sha256, '--json'], { url: refused.url })
  expect({ ...no, stderr: JSON.parse(no.stderr).code }).toEqual({ code: 1, stdout: '', stderr: 'approval_missing' })
  const error = { code: 'rows_moved', params: { count: 2, table: 'stuff', key: '1' }, detail: null, stage: 'apply' }
  const failed = await startConsole({ ...applying, 'GET /runs/7': { ...snapshot({ state: 'failed', error }), artefacts: [] } })
  const moved = await qd(['datasheets', 'apply', '9', '--sha256', sha256, '--json'], { url: failed.url })
  expect({ ...moved, stderr: JSON.parse(moved.stderr).code }).toEqual({ code: 1, stdout: '', stderr: 'rows_moved' })
})

test.each([[['9']], [['9', '--sha256', sha256, '--confirm', 'live']], [['9', '--sha256', sha256, '--tables', ',']], [['nine', '--sha256', sha256]]])(
  'apply %j is wrong usage',
  async (words) => {
    const server = await startConsole(applying)
    expect((await qd(['datasheets', 'apply', ...words], { url: server.url })).code).toBe(2)
    expect(server.seen).toEqual([])
  },
)

test('undo opens the plan that takes an import back', async () => {
  const plan = { id: '11', sha256, state: 'draft' }
  const server = await startConsole({ 'POST /datasheets/imports/5/undo': { plan } })
  const { code, stdout } = await qd(['datasheets', 'undo', '5', '--json'], { url: server.url })
  expect([code, JSON.parse(stdout)]).toEqual([0, { plan }])
})

const item = (id: string) => ({
  import: id,
  plan: '9',
  at,
  by: person,
  approvedBy: ['Lee'],
  files: ['Material.csv'],
  undoOf: null,
  inserted: 0,
  updated: 1,
  deleted: 0,
  change: { op: 'update', key: { id: '1' }, cells: { name: ['a', null] } },
})

test('history goes on until there is enough, or no more', async () => {
  const seen: (string | null)[] = []
  const base = { environment: { id: 'e', name: 'live' }, table: 'stuff' }
  const server = await startConsole({
    'GET /datasheets/history': () => {
      seen.push(null)
      return seen.length === 1 ? { ...base, items: [item('8')], next: '6' } : { ...base, items: [item('5')], next: null }
    },
  })
  const words = ['datasheets', 'history', '--env', 'live', '--table', 'stuff', '--key', '{"id":1}']
  const found = await qd([...words, '--json'], { url: server.url })
  expect(JSON.parse(found.stdout)).toEqual({ ...base, items: [item('8'), item('5')], next: null })
  expect(seen).toHaveLength(2)
  expect((await qd(words, { url: server.url })).stdout).toContain('name: a -> NULL')
})

test('imports are listed and shown', async () => {
  const server = await startConsole({
    'GET /datasheets/imports': { items: [{ ...made, undoneBy: '6' }], total: 1, page: 1, pageSize: 50, countedAt: at },
    'GET /datasheets/imports/5': detail,
  })
  expect((await qd(['datasheets', 'imports', 'list', '--env', 'live'], { url: server.url })).stdout).toContain('undone by 6')
  const shown = await qd(['datasheets', 'imports', 'show', '5', '--json'], { url: server.url })
  expect(JSON.parse(shown.stdout)).toEqual(detail)
  expect((await qd(['datasheets', 'imports', 'show', '5'], { url: server.url })).stdout).toContain('stuff')
})

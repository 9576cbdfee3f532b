import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, startConsole, tidy } from '#cli/testing/stand-in.ts'

vi.setConfig(patience)
afterEach(tidy)

const stored = {
  name: 'gifts',
  label: 'gifts',
  family: 'item_buy',
  where: [{ field: 'body.gift', equals: true }],
  rule: { kind: 'distinct', field: 'body.item' },
  subject: null,
  window: { fromDay: 0, toDay: 2 },
  version: 1,
  active: true,
  builtIn: false,
  author: 'Ana',
  createdAt: '2026-11-21T00:00:00.000Z',
}

test('list gives the catalogue as it is, and as a table', async () => {
  const server = await startConsole({ 'GET /metrics': { items: [stored] } })
  const found = await qd(['metrics', 'list', '--json'], { url: server.url })
  expect(JSON.parse(found.stdout)).toEqual({ items: [stored] })
  const human = await qd(['metrics', 'list'], { url: server.url })
  expect(human.stdout).toContain('body.gift=true')
})

test('add asks for what the options say: numbers, yes or no, and text in quotes or without', async () => {
  const server = await startConsole({ 'POST /metrics': stored })
  const said = ['result=1', 'gift=true', 'level="7"', 'action=Start=x', 'code=007', 'id=9007199254740993', 'share=-0.50', 'odd="1']
  const where = said.flatMap((one) => ['--where', `body.${one}`])
  const { code, stdout } = await qd(['metrics', 'add', 'gifts', '--family', 'item_buy', '--distinct', 'body.item', '--to-day', '2', ...where, '--json'], {
    url: server.url,
  })
  expect({ code, answer: JSON.parse(stdout) }).toEqual({ code: 0, answer: stored })
  expect(server.asked('POST /metrics')[0]?.body).toEqual({
    name: 'gifts',
    label: 'gifts',
    family: 'item_buy',
    where: [
      { field: 'body.result', equals: 1 },
      { field: 'body.gift', equals: true },
      { field: 'body.level', equals: '7' },
      { field: 'body.action', equals: 'Start=x' },
      { field: 'body.code', equals: '007' },
      { field: 'body.id', equals: '9007199254740993' },
      { field: 'body.share', equals: -0.5 },
      { field: 'body.odd', equals: '"1' },
    ],
    rule: { kind: 'distinct', field: 'body.item' },
    subject: null,
    window: { fromDay: 0, toDay: 2 },
  })
})

test.each([
  [['--sum', 'a', '--any'], 'one of'],
  [['--where', 'nothing'], 'field=value'],
  [['--where', 'a="\\q"'], 'field=value'],
])('add with %j is wrong usage', async (options, said) => {
  const server = await startConsole({})
  const { code, stderr } = await qd(['metrics', 'add', 'x', '--family', 'f', ...options], { url: server.url })
  expect(code).toBe(2)
  expect(stderr).toContain(said)
  expect(server.seen).toEqual([])
})

test('try shows the number, why there is none, and the documents that counted', async () => {
  const at = '2026-11-01T00:00:00.000Z'
  const tried = {
    metric: 'gifts',
    uid: 'u1',
    firstLogin: at,
    window: { from: at, to: at },
    value: 2,
    reason: null,
    documents: 1,
    items: [{ index: 'live-item_buy', id: '1', at, adds: ['bow', 'sword'] }],
    absentFields: [],
    query: { size: 10 },
  }
  const server = await startConsole({ 'POST /metrics/try': tried })
  const found = await qd(['metrics', 'try', 'gifts', '--source', 'live', '--uid', 'u1', '--json'], { url: server.url })
  expect(JSON.parse(found.stdout)).toEqual(tried)
  expect(server.asked('POST /metrics/try')[0]?.body).toEqual({ metric: 'gifts', source: 'live', uid: 'u1' })
  const human = await qd(['metrics', 'try', 'gifts', '--source', 'live', '--uid', 'u1'], { url: server.url })
  expect(human.stdout).toContain('bow, sword')
})

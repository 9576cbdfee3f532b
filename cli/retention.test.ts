import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, snapshot, startConsole, stream, temporaryDirectory, tidy } from '#cli/testing/stand-in.ts'
import { analysis } from '#features/retention/schema.ts'

vi.setConfig(patience)
afterEach(tidy)

const from = '2026-02-28T15:00:00.000Z'
const to = '2026-03-01T15:00:00.000Z'
const summary = {
  players: 40,
  ripeD1: 40,
  retainedD1: 10,
  rateD1: 0.25,
  intervalD1: [0.14, 0.4],
  activeMinutesMean: 31.5,
  tutorialCompleted: 20,
  sampledFrom: null,
}
const receipt = {
  definitionHash: 'abc',
  source: { name: 'live', url: 'https://logs.example', prefix: 'live_', version: '2.19.6' },
  window: { from, to },
  indices: [{ name: 'live_login_comp', documents: 900 }],
  notCollected: [],
  snapshotOpenedAt: to,
  shards: 1,
  documents: 900,
  requests: 12,
  bytes: 4096,
  horizon: from,
  durationMs: 1234,
  seenBefore: 3,
  severalAccounts: 0,
  documentsWithoutUid: 0,
}
const done = snapshot({ kind: 'retention.analyse', state: 'succeeded', revision: 2 })
const shape = { source: 'live', zone: 'Asia/Seoul', from, to, lookbackDays: null, sample: null }
const before = analysis.parse({ run: snapshot({ kind: 'retention.analyse' }), ...shape, summary: null, receipt: null })
const after = analysis.parse({ run: done, ...shape, summary, receipt })
const sheet = `uid,auth_id\r\n${'player,account\r\n'.repeat(5000)}`
const give = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/csv', 'content-length': sheet.length }).end(sheet)

const startRetention = (csv: (response: ServerResponse) => unknown = give) =>
  startConsole({
    'POST /retention/analyses': before,
    'GET /retention/analyses/7': after,
    'GET /runs/7': { ...done, artefacts: [] },
    'GET /events': (_: unknown, response: ServerResponse) => stream(response)(1, done),
    'GET /retention/analyses/7/players.csv': (_: unknown, response: ServerResponse) => void csv(response),
  })

const words = ['retention', 'run', '--source', 'live', '--from', from, '--to', to]
const { players, retainedD1, ripeD1, rateD1, activeMinutesMean } = summary
const promised = { run: { id: '7', state: 'succeeded' }, players, retainedD1, ripeD1, rateD1, activeMinutesMean, receipt }

test('run gives exactly the promised document and the sheet as a whole file', async () => {
  const server = await startRetention()
  const folder = temporaryDirectory()
  const file = path.join(folder, 'sheet.csv')
  writeFileSync(file, 'an older sheet')
  const { code, stdout, stderr } = await qd([...words, '--lookback', '30', '--sample', '100', '--out', file, '--json'], { url: server.url })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toEqual(promised)
  expect(readFileSync(file, 'utf8')).toBe(sheet)
  expect(readdirSync(folder)).toEqual(['sheet.csv'])
  expect(server.asked('POST /retention/analyses')[0]?.body).toEqual({ source: 'live', from, to, lookbackDays: 30, sample: 100 })
})

test('--detach gives the run alone; show gives the document later', async () => {
  const server = await startRetention()
  const detached = await qd([...words, '--detach', '--json'], { url: server.url })
  expect(JSON.parse(detached.stdout)).toEqual({ run: { id: '7', state: 'queued' } })
  const shown = await qd(['retention', 'show', '7', '--json'], { url: server.url })
  expect(JSON.parse(shown.stdout)).toEqual(promised)
  const human = await qd(['retention', 'show', '7'], { url: server.url })
  expect(human.stdout).toContain('25.00 %')
})

test('run sends what makes a player, the gap, the cap and the metrics', async () => {
  const server = await startRetention()
  const settings = ['--identity', 'either', '--gap', '60', '--session-cap', '7200', '--metrics', 'tutorial_entry, gifts']
  await qd([...words, ...settings, '--detach', '--json'], { url: server.url })
  const asked = { source: 'live', from, to, identity: 'either', gapSeconds: 60, sessionCapSeconds: 7200, metrics: ['tutorial_entry', 'gifts'] }
  expect(server.asked('POST /retention/analyses')[0]?.body).toEqual(asked)
  expect((await qd([...words, '--identity', 'nickname'], { url: server.url })).code).toBe(2)
})

test('rows writes the sheet by the ending of the file', async () => {
  const workbook = 'PK a workbook'
  const server = await startConsole({
    'GET /retention/analyses/7/players.csv': (_: unknown, response: ServerResponse) => void give(response),
    'GET /retention/analyses/7/players/export': (_: unknown, response: ServerResponse) => void response.end(workbook),
  })
  const folder = temporaryDirectory()
  const [csv, xlsx] = [path.join(folder, 'sheet.csv'), path.join(folder, 'sheet.XLSX')]
  const found = await qd(['retention', 'rows', '7', '--out', csv, '--json'], { url: server.url })
  expect(JSON.parse(found.stdout)).toEqual({ run: { id: '7' }, file: csv, bytes: sheet.length })
  await qd(['retention', 'rows', '7', '--out', xlsx], { url: server.url })
  expect([readFileSync(csv, 'utf8'), readFileSync(xlsx, 'utf8')]).toEqual([sheet, workbook])
})

const head = '\uFEFFuid,auth_id,first_login_time,active_seconds\r\n'
const ana = 'ana,a,2026-03-01T00:00:00.000Z,5\r\n'
const changed = { changed: 1, columns: [{ name: 'active_seconds', rows: 1 }] }
const cell = { uid: 'ana', auth_id: 'a', column: 'active_seconds', before: '5', after: '6' }

const startAgain = (again: unknown, csv: string, whole = true) => {
  const run = { ...done, id: '8' }
  const answer = (text: string) => (_: unknown, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/csv' }).write(text, () => (whole || text !== csv ? response.end() : response.destroy()))
  }
  return startConsole({
    'GET /retention/analyses/7': after,
    'POST /retention/analyses': { ...before, run },
    'GET /retention/analyses/8': { ...(again as object), run },
    'GET /runs/8': { ...run, artefacts: [] },
    'GET /events': (_: unknown, response: ServerResponse) => stream(response)(1, run),
    'GET /retention/analyses/7/players.csv': answer(head + ana),
    'GET /retention/analyses/8/players.csv': answer(csv),
  })
}
const rowsAlike = { before: 1, after: 1, changed: 0, onlyBefore: 0, onlyAfter: 0, columns: [], first: [] }

test.each([
  ['the same', after, head + ana, [], rowsAlike],
  ['another number', { ...after, summary: { ...after.summary, players: 41 } }, head + ana, [{ name: 'players', before: 40, after: 41 }], rowsAlike],
  ['another cell', after, head + ana.replace('5', '6'), [], { ...rowsAlike, ...changed, first: [cell] }],
])('reproduce finds %s', async (name, again, csv, differences, rows) => {
  const server = await startAgain(again, csv)
  const { code, stdout } = await qd(['retention', 'reproduce', '7', '--json'], { url: server.url })
  const same = name === 'the same'
  expect(code).toBe(same ? 0 : 1)
  expect(JSON.parse(stdout)).toEqual({ run: { id: '8', state: 'succeeded' }, of: { id: '7' }, same, differences, rows })
  expect(server.asked('POST /retention/analyses')[0]?.body).toEqual({ source: 'live', from, to, identity: 'uid', gapSeconds: 300 })
})

test('reproduce tells a person which cells differ', async () => {
  const server = await startAgain(after, `${head}${ana.replace('5', '6')}bo,b,2026-03-01T00:00:01.000Z,1\r\n`)
  const { code, stdout, stderr } = await qd(['retention', 'reproduce', '7'], { url: server.url })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain('Rows: 1 before, 2 after; 1 with other values, 0 only before, 1 only after.')
  expect(stderr).toMatch(/ana .* active_seconds .* 5 .* 6 /)
  expect(stderr).toMatch(/bo .* first_login_time .* - .* 2026-03-01T00:00:01.000Z /)
})

test('reproduce takes no part of a sheet for the whole', async () => {
  const server = await startAgain(after, head + ana, false)
  const { code, stdout, stderr } = await qd(['retention', 'reproduce', '7', '--json'], { url: server.url })
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(JSON.parse(stderr)).toMatchObject({ code: 'sheet_incomplete' })
})

test('a file that cannot be written is refused before anything is started', async () => {
  const server = await startRetention()
  const folder = temporaryDirectory()
  mkdirSync(path.join(folder, 'taken'))
  for (const name of ['missing/sheet.csv', 'taken']) {
    const { code, stdout, stderr } = await qd([...words, '--out', path.join(folder, name), '--json'], { url: server.url })
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(JSON.parse(stderr)).toMatchObject({ code: 'output_unwritable' })
  }
  expect(server.seen).toEqual([])
  expect(readdirSync(folder)).toEqual(['taken'])
})

test('a download that breaks off leaves the older file as it was and no rest', async () => {
  const server = await startRetention((response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': sheet.length })
    response.write(sheet.slice(0, 1000), () => response.destroy())
  })
  const folder = temporaryDirectory()
  const file = path.join(folder, 'sheet.csv')
  writeFileSync(file, 'an older sheet')
  const { code, stderr } = await qd([...words, '--out', file, '--json'], { url: server.url })
  expect(code).toBe(1)
  expect(JSON.parse(stderr)).toMatchObject({ code: 'download_incomplete' })
  expect(readFileSync(file, 'utf8')).toBe('an older sheet')
  expect(readdirSync(folder)).toEqual(['sheet.csv'])
})

test('Ctrl-C while downloading leaves no rest', async () => {
  let interrupt = () => {}
  const server = await startRetention((response) => {
    response.writeHead(200, { 'content-type': 'text/csv' })
    response.write(sheet.slice(0, 1000), () => interrupt())
  })
  const folder = temporaryDirectory()
  const started = (send: () => void) => {
    interrupt = send
  }
  const { code, stdout } = await qd([...words, '--out', path.join(folder, 'sheet.csv'), '--json'], { url: server.url, started })
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(readdirSync(folder)).toEqual([])
})

import type { ServerResponse } from 'node:http'
import { afterEach, expect, test, vi } from 'vitest'
import { patience, qd, refuse, snapshot, startConsole, stream, tidy } from '#cli/testing/stand-in.ts'
import type { Run } from '#features/runs/schema.ts'

vi.setConfig(patience)
afterEach(tidy)

const window = { from: '2026-03-01T00:00:00+09:00', to: '2026-03-08T00:00:00+09:00' }
const day = { from: '2026-03-01T00:00:00+09:00', to: '2026-03-02T00:00:00+09:00' }
const dataset = { runId: '7', size: 'small', seed: 1, source: 'sample', newPlayers: 2000, window, day, documents: null, databases: null }
const filled = { ...dataset, documents: { sample_login_comp: 9000 }, databases: [{ environment: 'test', database: 'game_test', tables: { item: 40 } }] }

/** A console that loads the sample as run 7; `now.run` is what it would answer. */
async function sampleConsole(now: { run: Run }, events: (response: ServerResponse, lastEventId: string | undefined) => void) {
  return startConsole({
    'POST /sample/datasets': () => ({ run: now.run, dataset }),
    'GET /sample/datasets': { items: [filled] },
    'GET /runs/7': () => ({ ...now.run, artefacts: [] }),
    'POST /runs/7/commands': () => now.run,
    'GET /events': (request: { headers: Record<string, string | undefined> }, response: ServerResponse) => events(response, request.headers['last-event-id']),
  })
}

const load = ['sample', 'load', '--size', 'small', '--seed', '1', '--json']

test('a run is followed over the stream; a broken stream is opened again with Last-Event-ID', async () => {
  const now = { run: snapshot() }
  const cursors: (string | undefined)[] = []
  const server = await sampleConsole(now, (response, lastEventId) => {
    cursors.push(lastEventId)
    const send = stream(response)
    if (cursors.length === 1) {
      now.run = snapshot({ state: 'running', stage: 'generate', done: 5, total: 10, revision: 2 })
      send(41, now.run)
      response.end()
      return
    }
    send(42, { ...snapshot({ state: 'failed', revision: 9 }), id: '8' })
    now.run = snapshot({ state: 'succeeded', done: 10, total: 10, revision: 3 })
    send(43, now.run)
  })
  const { code, stdout, stderr } = await qd(load, { url: server.url })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ run: { id: '7', state: 'succeeded' }, dataset: { documents: { sample_login_comp: 9000 } } })
  expect(cursors).toEqual([undefined, '41'])
  expect(server.asked('POST /sample/datasets')[0]?.body).toEqual({ size: 'small', seed: 1 })
})

test('without a stream the run is polled, and a server in trouble is borne', async () => {
  const now = { run: snapshot() }
  let streams = 0
  const server = await sampleConsole(now, (response) => {
    streams += 1
    if (streams === 3) now.run = snapshot({ state: 'succeeded', revision: 5 })
    refuse(response, 503, 'unavailable')
  })
  const { code, stdout } = await qd(load, { url: server.url })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ run: { state: 'succeeded' } })
})

test.each([
  ['failed', { code: 'index_missing', params: { index: 'a' }, detail: 'no such index', stage: 'verify' }, 'index_missing'],
  ['cancelled', null, 'run_cancelled'],
] as const)('a run that ends %s is exit 1 with its problem on stderr', async (state, error, code) => {
  const now = { run: snapshot() }
  const server = await sampleConsole(now, (response) => {
    now.run = snapshot({ state, error, revision: 4 })
    stream(response)(1, now.run)
  })
  const ended = await qd(load, { url: server.url })
  expect(ended).toMatchObject({ code: 1, stdout: '' })
  expect(JSON.parse(ended.stderr)).toMatchObject({ code, run: { id: '7', state } })
  const watched = await qd(['runs', 'watch', '7', '--json'], { url: server.url })
  expect(watched.code).toBe(1)
  expect(JSON.parse(watched.stdout)).toMatchObject({ id: '7', state })
})

test('--detach does not wait', async () => {
  const server = await sampleConsole({ run: snapshot() }, () => undefined)
  const { code, stdout } = await qd([...load, '--detach'], { url: server.url })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ run: { id: '7', state: 'queued' }, dataset: { documents: null } })
  expect(server.seen).toHaveLength(1)
})

test('Ctrl-C while waiting leaves the run alone and says how to go on', async () => {
  let interrupt = () => {}
  const server = await sampleConsole({ run: snapshot() }, (response) => {
    stream(response)(1, snapshot({ state: 'running', revision: 2 }))
    interrupt()
    interrupt()
  })
  const started = (send: () => void) => {
    interrupt = send
  }
  const { code, stdout, stderr } = await qd(load.slice(0, -1), { url: server.url, started })
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toContain('qd runs cancel 7')
  expect(server.asked('POST /runs/7/commands')).toEqual([])
})

test('cancel waits until the run has settled', async () => {
  const now = { run: snapshot({ state: 'cancelling', revision: 2 }) }
  const server = await startConsole({
    'POST /runs/7/commands': now.run,
    'GET /runs/7': () => ({ ...snapshot({ state: 'cancelled', revision: 3 }), artefacts: [] }),
  })
  const { code, stdout } = await qd(['runs', 'cancel', '7', '--json'], { url: server.url })
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ id: '7', state: 'cancelled' })
  expect(server.asked('POST /runs/7/commands')[0]?.body).toEqual({ command: 'cancel' })
  const detached = await qd(['runs', 'cancel', '7', '--json', '--detach'], { url: server.url })
  expect(JSON.parse(detached.stdout)).toMatchObject({ state: 'cancelling' })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as openEvents } from '#app/api/v1/events/route.ts'
import { makePerson } from '#app/api/v1/testing.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Run, run } from '#features/runs/schema.ts'
import { commandRun } from '#features/runs/service.ts'
import { db } from '#server/database.ts'
import { makePrincipal, startCount } from '#workers/testing/harness.ts'

type Listening = { events: EventSourceMessage[]; runs: () => Run[]; until: (enough: () => boolean) => Promise<void>; close: () => void }

let who: Principal
let token: string

async function listen(lastEventId?: string): Promise<Listening> {
  const aborter = new AbortController()
  const headers = { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) }
  const response = await openEvents(new Request('http://127.0.0.1:3300/api/v1/events', { headers, signal: aborter.signal }), { params: Promise.resolve({}) })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) parser.feed(decoder.decode(chunk, { stream: true }))
  }
  void read().catch(() => {})
  const runs = () => events.filter((event) => event.event === 'run').map((event) => run.parse(JSON.parse(event.data)))
  const until = async (enough: () => boolean) => {
    for (const limit = Date.now() + 5_000; !enough(); await sleep(20)) if (Date.now() > limit) throw new Error(`only ${events.length} events came`)
  }
  return { events, runs, until, close: () => aborter.abort() }
}

beforeAll(async () => {
  who = await makePrincipal()
  token = (await makePerson('viewer')).token
})
afterAll(() => db.$disconnect())

describe('the event stream', () => {
  it('needs somebody', async () => {
    const response = await openEvents(new Request('http://127.0.0.1:3300/api/v1/events'), { params: Promise.resolve({}) })
    expect(response.status).toBe(401)
  })

  it('tells how many workers are alive, and each change of a run as a snapshot', async () => {
    const stream = await listen()
    await stream.until(() => stream.events.some((event) => event.event === 'workers'))
    const id = await startCount(who, { steps: 1, stepMs: 0 })
    await stream.until(() => stream.runs().some((seen) => seen.id === id && seen.state === 'queued'))
    await commandRun(who, id, 'cancel', { ip: 'test', requestId: 'test' })
    await stream.until(() => stream.runs().some((seen) => seen.id === id && seen.state === 'cancelled'))
    stream.close()
  })

  it('replays what changed while nobody listened, after the last event id', async () => {
    const first = await listen()
    const known = await startCount(who, { steps: 1, stepMs: 0 })
    await first.until(() => first.runs().some((seen) => seen.id === known))
    const last = first.events.findLast((event) => event.id)?.id
    first.close()
    const missed = await startCount(who, { steps: 1, stepMs: 0 })
    await commandRun(who, missed, 'cancel', { ip: 'test', requestId: 'test' })
    // Past the stream's own look-back, so that only the cursor can bring it.
    await sleep(3_500)
    const second = await listen(last)
    await second.until(() => second.runs().some((seen) => seen.id === missed && seen.state === 'cancelled'))
    second.close()
    const fresh = await listen()
    await fresh.until(() => fresh.events.some((event) => event.event === 'workers'))
    expect(fresh.runs().some((seen) => seen.id === missed)).toBe(false)
    fresh.close()
  })

  it('two readers get the same', async () => {
    const [one, two] = await Promise.all([listen(), listen()])
    const id = await startCount(who, { steps: 1, stepMs: 0 })
    await Promise.all([one, two].map((stream) => stream.until(() => stream.runs().some((seen) => seen.id === id))))
    one.close()
    await commandRun(who, id, 'cancel', { ip: 'test', requestId: 'test' })
    await two.until(() => two.runs().some((seen) => seen.id === id && seen.state === 'cancelled'))
    two.close()
  })
})

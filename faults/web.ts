import { setTimeout as sleep } from 'node:timers/promises'
import { GET as readEvents } from '#app/api/v1/events/route.ts'
import { GET as readWorkers } from '#app/api/v1/workers/route.ts'
import { GET as readReady } from '#app/readyz/route.ts'
import type { Sample } from '#faults/web-watch.ts'
import { log } from '#server/log.ts'

// The API as people see it while the fault lasts: asks its routes twice a second and says what they answered.
const token = process.argv[2] ?? ''
const request = (path: string) => new Request(`http://127.0.0.1:3300${path}`, { headers: { authorization: `Bearer ${token}` } })
const context = { params: Promise.resolve({}) }
let streamAlive: number | null = null
let streamAtMs = 0

async function timed<T>(ask: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const began = Date.now()
  return { value: await ask(), ms: Date.now() - began }
}

/** Follows the event stream as a browser does: opens it again two seconds after it ended. */
async function followStream(): Promise<never> {
  for (;;) {
    try {
      const response = await readEvents(request('/api/v1/events'), context)
      if (response.ok && response.body) for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) take(chunk)
    } catch (error) {
      log.warn({ err: error }, 'the stream ended')
    }
    await sleep(2_000)
  }
}

function take(text: string): void {
  for (const [, alive] of text.matchAll(/event: workers\ndata: \{"alive":(\d+)/g)) {
    streamAlive = Number(alive)
    streamAtMs = Date.now()
  }
}

async function look(): Promise<Sample> {
  const [ready, workers] = await Promise.all([
    timed(async () => {
      const response = await readReady()
      return { status: response.status, checks: ((await response.json()) as { checks: Record<string, boolean> }).checks }
    }),
    timed(async () => {
      const response = await readWorkers(request('/api/v1/workers'), context)
      return { status: response.status, alive: response.ok ? ((await response.json()) as { alive: number }).alive : null }
    }),
  ])
  return {
    atMs: Date.now(),
    ready: ready.value.status,
    checks: ready.value.checks,
    workers: workers.value.status,
    alive: workers.value.alive,
    slowestMs: Math.max(ready.ms, workers.ms),
    streamAlive,
    streamAgeMs: streamAtMs ? Date.now() - streamAtMs : null,
  }
}

void followStream()
for (;;) {
  const sample = await look()
  process.send?.(sample)
  await sleep(500)
}

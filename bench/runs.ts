import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Queue, Worker } from 'bullmq'
import Table from 'cli-table3'
import { env } from '#bench/env.ts'
import { percentile } from '#bench/runs/percentile.ts'
import { runFeed } from '#features/runs/feed/service.ts'
import { db } from '#server/database.ts'
import { queue } from '#server/queue.ts'
import { workerRedis } from '#server/redis.ts'
import { countKinds, writeLines } from '#workers/testing/count.ts'
import { makePrincipal, startCount, waitFor } from '#workers/testing/harness.ts'
import { startWorker } from '#workers/worker.ts'

/** Of bare BullMQ's steps per second, with effects in batches. */
const goalRatio = 0.5
/** From the call that starts a run to `running` in the event stream, 95 of 100. */
const goalMs = 500

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000' },
    clicks: { type: 'string', default: '100' },
    /** Lines that each step writes, in one statement. */
    rows: { type: 'string', default: '1,100,500' },
    concurrency: { type: 'string', default: '4' },
    /** How often both are measured, in turn: one long garbage collection or write-back must not decide. */
    rounds: { type: 'string', default: '3' },
  },
})
const steps = Number(values.steps)
const clicks = Number(values.clicks)
const concurrency = Number(values.concurrency)
const rounds = Number(values.rounds)
const who = await makePrincipal()

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** One job of the queue a step, its effect in a transaction of its own. Seconds. */
async function bare(rows: number): Promise<number> {
  const name = 'bench-bare'
  const bareQueue = new Queue(name, { connection: workerRedis(), defaultJobOptions: { removeOnComplete: true } })
  const runId = BigInt(await startCount(who, { steps: 1, stepMs: 0 }))
  await bareQueue.addBulk(Array.from({ length: steps }, (_, n) => ({ name: 'step', data: { n } })))
  let left = steps
  const connection = workerRedis()
  const took = await timed(
    () =>
      new Promise<void>((resolve) => {
        const worker = new Worker<{ n: number }>(name, (job) => db.$transaction((tx) => writeLines(tx, runId, job.data.n, rows)), { connection, concurrency })
        worker.on('completed', () => {
          left -= 1
          if (left === 0) void worker.close().then(resolve)
        })
      }),
  )
  connection.disconnect()
  await bareQueue.obliterate({ force: true })
  await bareQueue.close()
  return took
}

/** As many runs as are worked on at once, with the same number of steps in all. Seconds. */
async function platform(rows: number): Promise<number> {
  const each = steps / concurrency
  const worker = await startWorker(countKinds)
  try {
    return await timed(async () => {
      const ids = await Promise.all(Array.from({ length: concurrency }, () => startCount(who, { steps: each, stepMs: 0, rows })))
      await Promise.all(ids.map((id) => waitFor(id, ['succeeded'], 600_000)))
    })
  } finally {
    await worker.stop()
  }
}

async function measureRound(rows: number): Promise<{ bare: number; platform: number }> {
  const measured = { bare: steps / (await bare(rows)), platform: steps / (await platform(rows)) }
  await db.runLog.deleteMany()
  return measured
}

async function compare(): Promise<boolean> {
  const table = new Table({ head: ['lines a step', 'steps', 'bare steps/s', 'platform steps/s', 'ratio', 'least', 'most'], style: { head: [], border: [] } })
  let reached = true
  for (const rows of values.rows.split(',').map(Number)) {
    const measured: { bare: number; platform: number }[] = []
    for (let round = 0; round < rounds; round++) measured.push(await measureRound(rows))
    const median = (of: (one: { bare: number; platform: number }) => number): number => percentile(measured.map(of), 0.5)
    const ratios = measured.map((one) => one.platform / one.bare)
    const ratio = percentile(ratios, 0.5)
    if (rows > 1) reached &&= ratio >= goalRatio
    const speeds = [median((one) => one.bare), median((one) => one.platform)].map((speed) => speed.toFixed(0))
    table.push([rows, steps, ...speeds, ...[ratio, Math.min(...ratios), Math.max(...ratios)].map((value) => value.toFixed(2))])
  }
  console.log(
    `steps per second, ${concurrency} at once, one process, the same effect in MySQL, median of ${rounds} rounds; goal: ratio >= ${goalRatio} where effects come in batches`,
  )
  console.log(table.toString())
  return reached
}

/** Milliseconds from the call to `running`: in the table, and as an open browser is told. */
async function click(told: Map<string, number>): Promise<{ stored: number; seen: number }> {
  const began = performance.now()
  const id = await startCount(who, { steps: 1, stepMs: 1_500 })
  const running = await waitFor(id, (run) => run.state !== 'queued', 10_000)
  const stored = performance.now() - began
  while (!told.has(id)) await sleep(2)
  if (running.state === 'failed') throw new Error('the run failed')
  return { stored, seen: (told.get(id) ?? 0) - began }
}

async function measureClicks(): Promise<boolean> {
  const told = new Map<string, number>()
  const leave = await runFeed().subscribe((event) => {
    if (event.event === 'run' && event.data.state !== 'queued' && !told.has(event.data.id)) told.set(event.data.id, performance.now())
  }, null)
  const worker = await startWorker(countKinds)
  const found: { stored: number; seen: number }[] = []
  for (let n = 0; n < clicks; n++) {
    found.push(await click(told))
    // Clicks come at any moment of the polls' rhythm.
    await sleep(200 + ((n * 37) % 211))
  }
  leave()
  await worker.stop()
  const table = new Table({ head: ['click to running, ms', 'clicks', 'p50', 'p95', 'most'], style: { head: [], border: [] } })
  for (const [name, times] of [
    ['in MySQL', found.map(({ stored }) => stored)],
    ['on an open screen', found.map(({ seen }) => seen)],
  ] as const)
    table.push([name, times.length, ...[0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(0))])
  console.log(`goal: p95 <= ${goalMs} ms on an open screen`)
  console.log(table.toString())
  return (
    percentile(
      found.map(({ seen }) => seen),
      0.95,
    ) <= goalMs
  )
}

if (!env.OPENSEARCH_URL) throw new Error('no servers')
try {
  const good = [await compare(), await measureClicks()].every(Boolean)
  process.exitCode = good ? 0 : 1
} finally {
  await queue().close()
  await db.$disconnect()
}
process.exit()

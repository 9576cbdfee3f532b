import type { ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { openArtefact } from '#features/runs/artefacts/service.ts'
import { claimRun, commitStep, FenceLost, insertLog, leaseMs } from '#features/runs/execution/repository.ts'
import { reconcileRuns, relayOutbox, sweepRuns } from '#features/runs/execution/service.ts'
import { commandRun } from '#features/runs/service.ts'
import { db, type Tx } from '#server/database.ts'
import { queue } from '#server/queue.ts'
import { workerRedis } from '#server/redis.ts'
import { sha256 } from '#server/secrets.ts'
import { countKinds } from '#workers/testing/count.ts'
import { countEffects, kill, loadRun, makePrincipal, spawnWorker, startCount, waitFor } from '#workers/testing/harness.ts'
import { type RunningWorker, startWorker } from '#workers/worker.ts'

const origin = { ip: 'test', requestId: 'test' }
const upTo = (n: number) => Array.from({ length: n }, (_, index) => index)
let who: Principal
let worker: RunningWorker | null = null
const children: ChildProcess[] = []

const command = async (id: string, name: 'cancel' | 'pause' | 'resume' | 'retry') => {
  const run = await commandRun(who, id, name, origin)
  if (run instanceof Refusal) throw new Error(run.code)
  return run
}
const expire = (id: string) => db.$executeRaw`UPDATE runs_run SET leaseUntil = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ${BigInt(id)}`

beforeAll(async () => {
  who = await makePrincipal()
})
afterEach(async () => {
  await worker?.stop()
  worker = null
  for (const child of children.splice(0)) await kill(child)
})
afterAll(async () => {
  await queue().obliterate({ force: true })
  await queue().close()
  await db.$disconnect()
})

describe('a run', () => {
  it('is created with its outbox row and audit row in one transaction, and with neither when that is rolled back', async () => {
    const id = BigInt(await startCount(who, { steps: 1, stepMs: 0 }))
    expect(await db.runOutbox.count({ where: { runId: id, sentAt: null } })).toBe(1)
    expect(await db.auditEntry.findFirst({ where: { object: `run:${id}` } })).toMatchObject({
      action: 'sample.load.start',
      outcome: 'done',
      userId: who.userId,
    })
    await expect(startCount(who, { steps: 1, stepMs: 'soon' } as never)).rejects.toThrow()
    expect(await db.run.count({ where: { id: { gt: id } } })).toBe(0)
    await command(String(id), 'cancel')
  })

  it('goes from queued to succeeded, each effect once, progress and result right', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 5, stepMs: 150 })
    const run = await waitFor(id, ['succeeded'])
    expect(run).toMatchObject({ done: 5, total: 5, stage: 'logs', result: { counted: 5 }, worker: worker.name, error: null })
    expect(run.finishedAt).not.toBeNull()
    expect(await countEffects(id)).toEqual(upTo(5))
  })

  it('leaves its artefact for download, measured, until it expires', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 2, stepMs: 0 })
    const [file] = (await waitFor(id, ['succeeded'])).artefacts
    expect(file).toMatchObject({ name: 'count.txt', contentType: 'text/plain', bytes: 9, sha256: sha256('2 걸음\n') })
    const opened = await openArtefact(who, id, file?.id ?? '', origin)
    if (opened instanceof Refusal) throw new Error(opened.code)
    expect(await text(opened.stream)).toBe('2 걸음\n')
    expect(await db.auditEntry.findFirst({ where: { action: 'runs.artefact', runId: BigInt(id) } })).toMatchObject({
      userId: who.userId,
      detail: { name: 'count.txt' },
    })
    expect(await openArtefact(who, '1', file?.id ?? '', origin)).toMatchObject({ code: 'not_found' })
    await db.runArtefact.updateMany({ where: { runId: BigInt(id) }, data: { expiresAt: new Date(Date.now() - 1000) } })
    expect(await openArtefact(who, id, file?.id ?? '', origin)).toMatchObject({ code: 'artefact_expired', status: 410 })
    await sweepRuns()
    expect((await loadRun(id)).artefacts).toEqual([])
  })

  it('fails at once for a known reason, with its code and stage, and goes on from the last step when retried', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 4, stepMs: 5, fault: 'refuse' })
    const failed = await waitFor(id, ['failed'])
    expect(failed.error).toMatchObject({ code: 'sample_count_differs', params: { index: 'x' }, stage: 'logs' })
    expect(await countEffects(id)).toEqual([0, 1])
    await db.run.update({ where: { id: BigInt(id) }, data: { payload: { steps: 4, stepMs: 5, fault: 'none' } } })
    await command(id, 'retry')
    expect(await waitFor(id, ['succeeded'])).toMatchObject({ done: 4, error: null })
    expect(await countEffects(id)).toEqual(upTo(4))
  })

  it('tries an unknown fault again, then fails with what was said', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 4, stepMs: 5, fault: 'throw' })
    const failed = await waitFor(id, ['failed'])
    expect(failed.error).toMatchObject({ code: 'run_fault', detail: 'the disk is full' })
    const lines = await db.runLog.findMany({ where: { runId: BigInt(id), code: { not: 'effect' } } })
    expect(lines.map((line) => line.code)).toEqual(['attempt_failed', 'stopped_by_fault'])
  })
})

describe('commands', () => {
  it('cancel stops a running run within 5 s and its last effects stay', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 100, stepMs: 100 })
    await waitFor(id, (run) => run.done >= 3)
    const asked = Date.now()
    expect((await command(id, 'cancel')).state).toBe('cancelling')
    const run = await waitFor(id, ['cancelled'], 5_000)
    expect(Date.now() - asked).toBeLessThan(5_000)
    expect(await countEffects(id)).toEqual(upTo(run.done))
  })

  it('cancel interrupts a step that takes long', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 1, stepMs: 60_000 })
    await waitFor(id, ['running'])
    await command(id, 'cancel')
    await waitFor(id, ['cancelled'], 5_000)
    expect(await countEffects(id)).toEqual([])
  })

  it('pause stops within 5 s even inside a long step; resume goes on and repeats no effect', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 30, stepMs: 60 })
    await waitFor(id, (run) => run.done >= 3)
    await command(id, 'pause')
    const paused = await waitFor(id, ['paused'], 5_000)
    await sleep(500)
    expect((await loadRun(id)).done).toBe(paused.done)
    await command(id, 'resume')
    await waitFor(id, ['succeeded'])
    expect(await countEffects(id)).toEqual(upTo(30))
    const long = await startCount(who, { steps: 1, stepMs: 60_000 })
    await waitFor(long, ['running'])
    await command(long, 'pause')
    await waitFor(long, ['paused'], 5_000)
    await command(long, 'cancel')
  })

  it('that do not fit are refused by name and leave a row', async () => {
    const id = await startCount(who, { steps: 1, stepMs: 0 })
    const refusal = await commandRun(who, id, 'resume', origin)
    expect(refusal).toMatchObject({ code: 'run_cannot_resume', status: 409, params: { state: 'queued' } })
    expect(await db.auditEntry.count({ where: { object: `run:${id}`, action: 'runs.resume', outcome: 'refused' } })).toBe(1)
    expect((await command(id, 'cancel')).state).toBe('cancelled')
  })
})

describe('the fence', () => {
  it('lets one worker hold a run, and refuses what a zombie commits', async () => {
    const id = BigInt(await startCount(who, { steps: 2, stepMs: 0 }))
    const first = await claimRun(id, 'first')
    expect(first).not.toBeNull()
    expect(await claimRun(id, 'second')).toBeNull()
    await expire(String(id))
    const second = await claimRun(id, 'second')
    expect(second?.fence).toBeGreaterThan(first?.fence ?? 0)
    const write = (claim: typeof first, name: string) =>
      claim
        ? commitStep(
            claim,
            name,
            { memo: null, stage: 'logs', advance: 1 },
            { done: 1, rate: null, etaMs: null },
            async (tx) => void (await tx.runLog.create({ data: { runId: id, at: new Date(), level: 'info', code: 'effect', params: { n: 0 } } })),
          )
        : null
    await expect(write(first, 'count/0')).rejects.toBeInstanceOf(FenceLost)
    expect(await countEffects(String(id))).toEqual([])
    await write(second, 'count/0')
    expect(await countEffects(String(id))).toEqual([0])
    await expire(String(id))
    await command(String(id), 'cancel')
  })

  it('lets steps of one run commit side by side without waiting for each other in a circle', async () => {
    const id = BigInt(await startCount(who, { steps: 40, stepMs: 0 }))
    const claim = await claimRun(id, 'one')
    if (!claim) throw new Error('not claimed')
    const effect = (n: number) => async (tx: Tx) => insertLog(tx, id, 'info', 'effect', { n })
    const progress = { done: 1, rate: null, etaMs: null }
    await Promise.all(upTo(40).map((n) => commitStep(claim, `count/${n}`, { memo: null, stage: 'logs', advance: 1 }, progress, effect(n))))
    expect((await countEffects(String(id))).sort((a, b) => a - b)).toEqual(upTo(40))
    await expire(String(id))
    await command(String(id), 'cancel')
  })

  it('a worker that was stopped (SIGSTOP) and comes back commits nothing', async () => {
    const stopped = await spawnWorker()
    children.push(stopped)
    const id = await startCount(who, { steps: 12, stepMs: 300 })
    await waitFor(id, (run) => run.done >= 2)
    stopped.kill('SIGSTOP')
    worker = await startWorker(countKinds)
    await waitFor(id, (run) => run.worker === worker?.name, 15_000)
    stopped.kill('SIGCONT')
    await waitFor(id, ['succeeded'], 30_000)
    expect(await countEffects(id)).toEqual(upTo(12))
  }, 60_000)
})

describe('the queue', () => {
  it('gets each outbox row once, whichever relay is faster', async () => {
    await queue().obliterate({ force: true })
    const ids = await Promise.all(upTo(30).map(() => startCount(who, { steps: 1, stepMs: 0 })))
    await Promise.all([relayOutbox(queue()), relayOutbox(queue()), relayOutbox(queue())])
    const jobs = await queue().getJobs(['waiting'])
    expect(jobs.map((job) => job.data.runId).sort()).toEqual([...ids].sort())
    worker = await startWorker(countKinds)
    for (const id of ids) await waitFor(id, ['succeeded'])
    for (const id of ids) expect(await countEffects(id)).toEqual([0])
  })

  it('is rebuilt from MySQL after FLUSHALL', async () => {
    const id = await startCount(who, { steps: 3, stepMs: 10 })
    while (await relayOutbox(queue()));
    const redis = workerRedis()
    await redis.flushall()
    redis.disconnect()
    expect(await queue().getJobCounts('waiting', 'active')).toMatchObject({ waiting: 0, active: 0 })
    worker = await startWorker(countKinds)
    await waitFor(id, ['succeeded'], 15_000)
    expect(await countEffects(id)).toEqual(upTo(3))
  })

  it('is left alone by the reconciler while a job only waits its turn', async () => {
    const id = BigInt(await startCount(who, { steps: 1, stepMs: 0 }))
    while (await relayOutbox(queue()));
    await db.$executeRaw`UPDATE runs_outbox SET sentAt = sentAt - INTERVAL 60 SECOND, createdAt = createdAt - INTERVAL 60 SECOND WHERE runId = ${id}`
    expect(await reconcileRuns(queue())).toBe(0)
    await command(String(id), 'cancel')
  })
})

describe('recovery', () => {
  it('a killed worker (kill -9) loses nothing: another goes on within 15 s, each effect once', async () => {
    const doomed = await spawnWorker()
    children.push(doomed)
    worker = await startWorker(new Map())
    await worker.stop()
    const id = await startCount(who, { steps: 40, stepMs: 100 })
    await waitFor(id, (run) => run.done >= 4 && run.worker?.endsWith(`:${doomed.pid}`) === true)
    await kill(doomed)
    const killedAt = Date.now()
    const before = (await loadRun(id)).done
    worker = await startWorker(countKinds)
    await waitFor(id, (run) => run.worker === worker?.name && run.done > before, 15_000)
    console.log(`recovered ${Date.now() - killedAt} ms after kill -9 (lease ${leaseMs} ms)`)
    await waitFor(id, ['succeeded'], 20_000)
    expect(await countEffects(id)).toEqual(upTo(40))
  }, 60_000)

  it('a worker that shuts down gives its run back at once', async () => {
    worker = await startWorker(countKinds)
    const id = await startCount(who, { steps: 20, stepMs: 100 })
    await waitFor(id, (run) => run.done >= 2)
    await worker.stop()
    expect((await loadRun(id)).state).toBe('queued')
    worker = await startWorker(countKinds)
    await waitFor(id, ['succeeded'])
    expect(await countEffects(id)).toEqual(upTo(20))
  })
})

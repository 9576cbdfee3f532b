import { ZodError } from 'zod'
import { bigintId } from '#core/shared/ids.ts'
import { outsideStep } from '#core/shared/job.ts'
import { OutcomeUnknown, Refusal, RunFailure } from '#core/shared/refusal.ts'
import { type Claim, claimRun, FenceLost, isOrphan, releaseRun, settleFailure, succeedRun } from '#features/runs/execution/repository.ts'
import { runJob as jobPayload, type RunError } from '#features/runs/schema.ts'
import { troubleOf } from '#server/database-trouble.ts'
import { log } from '#server/log.ts'
import { metrics } from '#server/metrics.ts'
import { Interrupted } from '#workers/interrupted.ts'
import type { Entry } from '#workers/registry.ts'
import { Attempt } from '#workers/run-attempt.ts'
import { Trials } from '#workers/trial.ts'

type Kinds = ReadonlyMap<string, Entry>

/** So many workers may die of one step before its run is put aside. */
const mostDeaths = 3
const trials = new Trials()

/** Runs one job of the queue: claims its run, works, and settles it. Nothing to do when another worker holds the run. */
export async function runJob(data: unknown, worker: string, shutdown: AbortSignal, kinds: Kinds): Promise<void> {
  const { runId } = jobPayload.parse(data)
  const id = bigintId(runId)
  if (!id) return
  const proven = (await isOrphan(id)) ? await trials.enter() : () => {}
  try {
    const claim = await claimRun(id, worker)
    if (claim) await work(claim, proven, shutdown, kinds)
  } finally {
    proven()
  }
}

async function work(claim: Claim, proven: () => void, shutdown: AbortSignal, kinds: Kinds): Promise<void> {
  const child = log.child({ run: String(claim.id), kind: claim.kind, fence: claim.fence })
  child.info('run claimed')
  const outcome = await attempt(claim, proven, shutdown, kinds)
  metrics.runs.inc({ kind: claim.kind, outcome })
  child.info({ outcome }, 'run left')
}

async function attempt(claim: Claim, proven: () => void, shutdown: AbortSignal, kinds: Kinds): Promise<string> {
  const entry = kinds.get(claim.kind)
  const attempts = entry?.job.attempts ?? 1
  // A run that ends its worker again and again never reaches a catch: it is the claims without a step in between that count.
  const outside = [...claim.steps.keys()].some((name) => name.startsWith(outsideStep))
  if (claim.attempt > Math.max(attempts, mostDeaths) && !outside)
    return settle(claim, new RunFailure(new Refusal('run_gave_up', 500, { attempts: claim.attempt })), attempts)
  if (claim.state === 'cancelling' && !outside) return (await releaseRun(claim)) ?? 'lost'
  if (!entry) return settle(claim, new RunFailure(new Refusal('run_kind_unknown', 500, { kind: claim.kind })), attempts)
  let context: Attempt | null = null
  try {
    const payload = entry.job.payload.parse(claim.payload)
    const handle = await entry.load()
    context = new Attempt(claim, payload, shutdown, proven)
    const { result, commit } = await handle(context)
    await succeedRun(claim, result, async (tx) => commit?.(tx))
    return 'succeeded'
  } catch (error) {
    // What a handler throws after an abort is the abort's echo, whatever it is called; but for what nobody knows.
    const echo = context?.signal.aborted && !(error instanceof OutcomeUnknown)
    return await settle(claim, echo ? context?.signal.reason : error, attempts, context?.currentStage ?? null)
  } finally {
    context?.close()
  }
}

async function settle(claim: Claim, error: unknown, attempts: number, stage: string | null = claim.stage): Promise<string> {
  try {
    if (error instanceof FenceLost) return 'lost'
    if (error instanceof Interrupted) return (await releaseRun(claim)) ?? 'lost'
    if (isDatabaseAway(error)) {
      log.warn({ err: error, run: String(claim.id) }, 'the database was away: the run goes back to the queue')
      return (await releaseRun(claim)) ?? 'lost'
    }
    log.error({ err: error, run: String(claim.id) }, 'run failed')
    const final = error instanceof RunFailure || error instanceof ZodError
    return await settleFailure(claim, describe(error, stage), attempts, final, error instanceof OutcomeUnknown)
  } catch (again) {
    if (again instanceof FenceLost) return 'lost'
    throw again
  }
}

/** Whether our own database could not be reached, which is no fault of the run and costs it no attempt. Other servers are the handler's business. */
const isDatabaseAway = (error: unknown): boolean => error instanceof Error && error.name.startsWith('PrismaClient') && troubleOf(error) === 'away'

function describe(error: unknown, stage: string | null): RunError {
  if (error instanceof RunFailure) {
    const { code, params } = error.refusal
    const detail = error.cause instanceof Error ? error.cause.message : null
    return { code, params: { ...params }, detail: detail?.slice(0, 2000) ?? null, stage }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'run_fault', params: {}, detail: message.slice(0, 2000), stage }
}

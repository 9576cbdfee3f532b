import { estimate, keepRecent, type Sample } from '#core/runs/progress.ts'
import type { RunState } from '#core/runs/state.ts'
import {
  type Claim,
  commitStep,
  FenceLost,
  forgetSteps,
  insertLog,
  type Progress,
  readWish,
  renewLease,
  type StepMemo,
  saveProgress,
  upsertArtefact,
} from '#features/runs/execution/repository.ts'
import { type Tx, transact } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'
import { log } from '#server/log.ts'
import { Interrupted, type Interruption } from '#workers/interrupted.ts'
import type { RunContext, Step } from '#workers/run-context.ts'

const renewMs = 1_000
/** What is written renews the lease as well; for this long after it began or ended nobody else has to. */
const writeCountsMs = 2_500
/** After a wish to pause, a step that is under way may end by itself for this long. */
const pauseGraceMs = 3_000

/** One attempt at a run by one worker: keeps the lease, counts progress, commits steps under the fence. */
export class Attempt implements RunContext<unknown> {
  readonly runId: string
  readonly payload: unknown
  readonly signal: AbortSignal
  private readonly claim: Claim
  private readonly aborter = new AbortController()
  private stopping: Interruption | null = null
  private pauseTimer: NodeJS.Timeout | null = null
  private renewTimer: NodeJS.Timeout | null = null
  private stageName: string
  private total: number | null = null
  private done = 0
  private samples: Sample[] = []
  private lastWriteMs = 0
  private readonly proven: () => void

  /** `proven` is called after each step that was kept. */
  constructor(claim: Claim, payload: unknown, shutdown: AbortSignal, proven: () => void) {
    this.claim = claim
    this.proven = proven
    this.payload = payload
    this.runId = String(claim.id)
    this.stageName = claim.stage ?? ''
    this.signal = this.aborter.signal
    const onShutdown = () => this.stop('shutdown', 0)
    if (shutdown.aborted) onShutdown()
    else shutdown.addEventListener('abort', onShutdown, { signal: this.signal })
    this.follow(claim.state)
    this.renewTimer = setTimeout(() => void this.renew(), renewMs)
  }

  get currentStage(): string | null {
    return this.stageName || null
  }

  /** Ends the lease-keeping; the attempt is over. */
  close(): void {
    if (this.renewTimer) clearTimeout(this.renewTimer)
    if (this.pauseTimer) clearTimeout(this.pauseTimer)
    this.renewTimer = null
    this.aborter.abort(new Interrupted('closed'))
  }

  private async renew(): Promise<void> {
    try {
      const { id, fence } = this.claim
      const state = Date.now() - this.lastWriteMs < writeCountsMs ? await readWish(id, fence) : await renewLease(id, fence)
      if (state === null) this.aborter.abort(new FenceLost(this.claim.id))
      else this.follow(state)
    } catch (error) {
      log.warn({ err: error, run: this.runId }, 'the lease could not be renewed')
    }
    if (this.renewTimer) this.renewTimer = setTimeout(() => void this.renew(), renewMs)
  }

  private follow(state: RunState): void {
    if (state === 'cancelling') this.stop('cancel', 0)
    else if (state === 'pausing') this.stop('pause', pauseGraceMs)
    else if (state === 'running' && this.stopping === 'pause' && !this.signal.aborted) this.resume()
  }

  private stop(reason: Interruption, graceMs: number): void {
    if (this.stopping === reason || this.signal.aborted) return
    this.stopping = reason
    if (graceMs === 0) this.aborter.abort(new Interrupted(reason))
    else this.pauseTimer = setTimeout(() => this.aborter.abort(new Interrupted(reason)), graceMs)
  }

  private resume(): void {
    this.stopping = null
    if (this.pauseTimer) clearTimeout(this.pauseTimer)
  }

  private async written<T>(write: () => Promise<T>): Promise<T> {
    this.lastWriteMs = Date.now()
    const result = await write()
    this.lastWriteMs = Date.now()
    return result
  }

  private checkpoint(): void {
    this.signal.throwIfAborted()
    if (this.stopping) throw new Interrupted(this.stopping)
  }

  async stage(name: string, total?: number): Promise<void> {
    this.checkpoint()
    this.stageName = name
    this.total = total ?? null
    this.done = [...this.claim.steps.values()].filter((step) => step.stage === name).reduce((sum, step) => sum + step.advance, 0)
    this.samples = [{ atMs: Date.now(), done: this.done }]
    await transact((tx) =>
      saveProgress(tx, this.claim.id, this.claim.fence, { stage: name, done: this.done, total: this.total, rate: null, etaMs: null }, false),
    )
  }

  async step<Work, Memo>(step: Step<Work, Memo>): Promise<Memo> {
    const known = this.claim.steps.get(step.name)
    // The handler wrote this memo itself, under this name.
    if (known) return known.memo as Memo
    this.checkpoint()
    const work = await step.work(this.signal)
    this.signal.throwIfAborted()
    const advance = typeof step.advance === 'function' ? step.advance(work) : (step.advance ?? 1)
    const memo: StepMemo = { memo: step.memo(work) ?? null, stage: this.stageName, advance }
    const progress = this.progressAfter(advance)
    await this.written(() =>
      commitStep(this.claim, step.name, memo, progress, async (tx) => {
        await step.commit?.(tx, work)
        const line = step.says?.(work)
        if (line) await insertLog(tx, this.claim.id, 'info', line.code, line.params)
      }),
    )
    this.claim.steps.set(step.name, memo)
    this.proven()
    return memo.memo as Memo
  }

  private progressAfter(advance: number): Progress {
    const now = Date.now()
    this.done += advance
    this.samples = keepRecent([...this.samples, { atMs: now, done: this.done }], now)
    return { done: this.done, ...estimate(this.samples, this.total) }
  }

  async forget(prefixes: readonly string[], undo?: (tx: Tx) => Promise<void>): Promise<void> {
    await this.written(() => forgetSteps(this.claim, prefixes, { done: 0, rate: null, etaMs: null }, async (tx) => undo?.(tx)))
    for (const name of [...this.claim.steps.keys()]) if (prefixes.some((prefix) => name.startsWith(prefix))) this.claim.steps.delete(name)
  }

  async artefact(file: { name: string; contentType: string; content: string | Uint8Array | AsyncIterable<string | Uint8Array> }): Promise<void> {
    this.checkpoint()
    const kept = await keepFile(file.content)
    await this.note((tx) => upsertArtefact(tx, this.claim.id, { name: file.name, contentType: file.contentType, ...kept }))
  }

  async log(level: 'info' | 'warn' | 'error', code: string, params?: Record<string, string | number>): Promise<void> {
    await this.note((tx) => insertLog(tx, this.claim.id, level, code, params))
  }

  /** Something beside the steps, under the fence. */
  private async note(write: (tx: Tx) => Promise<void>): Promise<void> {
    const progress = { done: this.done, ...estimate(this.samples, this.total) }
    await this.written(() =>
      transact(async (tx) => {
        await saveProgress(tx, this.claim.id, this.claim.fence, progress, false)
        await write(tx)
      }),
    )
  }
}

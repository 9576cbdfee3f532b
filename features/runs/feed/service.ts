import { countWorkersAlive, databaseNow, listRunsChangedSince } from '#features/runs/repository.ts'
import type { Run, WorkersAlive } from '#features/runs/schema.ts'
import { log } from '#server/log.ts'

/** One thing to tell a browser. `id` is the cursor that Last-Event-ID brings back: milliseconds of the database's clock. */
export type FeedEvent = { event: 'run'; id: string; data: Run } | { event: 'workers'; id: null; data: WorkersAlive }
type Listener = (event: FeedEvent) => void

const pollMs = 200
const workersMs = 3_000
/** A transaction stamps its change a moment before it commits; asking this far back misses none. */
const overlapMs = 3_000
const pageSize = 500

/**
 * Everybody who watches runs in this process shares one query every 200 ms. Events are whole snapshots, so a repeated one
 * does no harm and replay is "every run that changed since the cursor": nothing has to be kept for it.
 */
class RunFeed {
  private listeners = new Set<Listener>()
  private seen = new Map<string, number>()
  private cursor: Date | null = null
  private timer: NodeJS.Timeout | null = null
  private workersDue = 0

  async subscribe(listener: Listener, lastEventId: string | null): Promise<() => void> {
    this.listeners.add(listener)
    try {
      for (const event of await this.replay(lastEventId)) listener(event)
    } catch (error) {
      this.listeners.delete(listener)
      throw error
    }
    if (!this.timer) this.timer = setTimeout(() => void this.tick(), 0)
    return () => this.unsubscribe(listener)
  }

  private unsubscribe(listener: Listener): void {
    this.listeners.delete(listener)
    if (this.listeners.size > 0 || !this.timer) return
    clearTimeout(this.timer)
    this.timer = null
    this.cursor = null
    this.seen.clear()
  }

  private async replay(lastEventId: string | null): Promise<FeedEvent[]> {
    const { alive, now } = await countWorkersAlive()
    const workers: FeedEvent = { event: 'workers', id: null, data: { alive, checkedAt: now.toISOString() } }
    const since = lastEventId && /^\d{1,15}$/.test(lastEventId) ? new Date(Number(lastEventId) - overlapMs) : new Date(now.getTime() - overlapMs)
    return [workers, ...(await listRunsChangedSince(since, pageSize)).map(toEvent)]
  }

  private async tick(): Promise<void> {
    try {
      await this.poll()
    } catch (error) {
      log.warn({ err: error }, 'the run feed could not read')
    }
    if (this.listeners.size > 0) this.timer = setTimeout(() => void this.tick(), pollMs)
    else this.timer = null
  }

  private async poll(): Promise<void> {
    this.cursor ??= await databaseNow()
    const since = new Date(this.cursor.getTime() - overlapMs)
    const recent = new Map<string, number>()
    // More than a page may change within the overlap: one page only would be the same again and again.
    for (let skip = 0, more = true; more; skip += pageSize) {
      const runs = await listRunsChangedSince(since, pageSize, skip)
      more = runs.length === pageSize
      for (const run of runs) {
        recent.set(run.id, run.revision)
        if ((this.seen.get(run.id) ?? 0) >= run.revision) continue
        this.cursor = new Date(Math.max(this.cursor.getTime(), Date.parse(run.updatedAt)))
        this.tell(toEvent(run))
      }
    }
    // What did not change within the overlap cannot come again: nothing else has to be remembered.
    this.seen = recent
    if (Date.now() >= this.workersDue) await this.tellWorkers()
  }

  private async tellWorkers(): Promise<void> {
    this.workersDue = Date.now() + workersMs
    const { alive, now } = await countWorkersAlive()
    this.tell({ event: 'workers', id: null, data: { alive, checkedAt: now.toISOString() } })
  }

  private tell(event: FeedEvent): void {
    for (const listener of this.listeners) listener(event)
  }
}

const toEvent = (run: Run): FeedEvent => ({ event: 'run', id: String(Date.parse(run.updatedAt)), data: run })

const holder = globalThis as { qdRunFeed?: RunFeed }

/** The feed of this process. */
export function runFeed(): RunFeed {
  holder.qdRunFeed ??= new RunFeed()
  return holder.qdRunFeed
}

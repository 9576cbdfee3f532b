import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import { GameDatabaseFailed } from '#workers/datasheets/child/database-reader.ts'
import type { DiffJob, DiffMessage } from '#workers/datasheets/child/job.ts'
import { DiffRun } from '#workers/datasheets/child/run-diff.ts'

const watchMs = 100

// A process of its own for one comparison: it has its own heap, and can be ended at any moment without harm.
const send = (message: DiffMessage): Promise<void> => new Promise((resolve) => process.send?.(message, () => resolve()))

async function failure(error: unknown): Promise<DiffMessage> {
  if (error instanceof Unreadable) {
    const { code, status, params } = error.refusal
    return { refused: { code, status, params } }
  }
  if (error instanceof GameDatabaseFailed) {
    const { message, code, errno } = error
    return { failed: { message, database: true, code, errno } }
  }
  const { errorFactsOf, sqlMessageOf } = await import('#server/game-database.ts')
  const sql = sqlMessageOf(error)
  const { code = null, errno = null } = errorFactsOf(error) ?? {}
  return { failed: { message: sql ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)), database: sql !== null, code, errno } }
}

/** The heap has a limit of its own; what lies outside of it is counted here. */
function watchMemory({ memoryMegabytes }: DiffJob): void {
  setInterval(() => {
    if (process.memoryUsage.rss() < memoryMegabytes * 1024 * 1024) return
    void send({ refused: { code: 'datasheet_needs_too_much_memory', status: 422, params: { megabytes: memoryMegabytes } } }).then(() => process.exit(1))
  }, watchMs)
}

async function work(job: DiffJob): Promise<void> {
  watchMemory(job)
  try {
    await new DiffRun(job, (stage, rows) => void send({ progress: { stage, rows } })).run()
    await send({ done: true })
  } catch (error) {
    await send(await failure(error))
  }
  // Connections and threads of a job that failed are not waited for.
  process.exit(0)
}

// Without the worker nobody waits for the result.
process.on('disconnect', () => process.exit(1))
process.once('message', (job: DiffJob) => void work(job))
process.send?.({ ready: true })

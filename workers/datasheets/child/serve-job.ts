import { Unreadable } from '#core/datasheets/reading/unreadable.ts'
import { GameDatabaseFailed } from '#workers/datasheets/child/database-reader.ts'
import type { ChildMessage } from '#workers/datasheets/run-child.ts'

const watchMs = 100

type Last = Exclude<ChildMessage<string>, { progress: unknown }>

const send = (message: ChildMessage<string> | { ready: true }): Promise<void> => new Promise((resolve) => process.send?.(message, () => resolve()))

async function failure(error: unknown): Promise<Last> {
  if (error instanceof Unreadable) {
    const { code, status, params } = error.refusal
    return { refused: { code, status, params } }
  }
  if (error instanceof GameDatabaseFailed) {
    const { message, code, errno, source } = error
    return { failed: { message, database: true, code, errno, source } }
  }
  const { errorFactsOf, sqlMessageOf } = await import('#server/game-database.ts')
  const sql = sqlMessageOf(error)
  const { code = null, errno = null } = errorFactsOf(error) ?? {}
  return { failed: { message: sql ?? (error instanceof Error ? (error.stack ?? error.message) : String(error)), database: sql !== null, code, errno } }
}

/** The heap has a limit of its own; what lies outside of it is counted here. */
function watchMemory(memoryMegabytes: number): void {
  setInterval(() => {
    if (process.memoryUsage.rss() < memoryMegabytes * 1024 * 1024) return
    void send({ refused: { code: 'datasheet_needs_too_much_memory', status: 422, params: { megabytes: memoryMegabytes } } }).then(() => process.exit(1))
  }, watchMs)
}

/**
 * The life of a child: it takes one job by message, says how far it is and how it ended, and is gone. What `work` throws as `Unreadable` is a refusal.
 * Without the worker nobody waits for the result.
 */
export function serveJob<Job extends { memoryMegabytes: number }, Stage extends string>(
  work: (job: Job, progress: (stage: Stage, rows: number) => void) => Promise<void>,
): void {
  process.on('disconnect', () => process.exit(1))
  process.once('message', async (job: Job) => {
    watchMemory(job.memoryMegabytes)
    await send(await work(job, (stage, rows) => void send({ progress: { stage, rows } })).then((): Last => ({ done: true }), failure))
    // Connections and threads of a job that failed are not waited for.
    process.exit(0)
  })
  void send({ ready: true })
}

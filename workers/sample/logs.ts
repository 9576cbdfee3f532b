import { requestsOf } from '#core/sample/bulk.ts'
import { bulkLinesOf, type LogEvent } from '#core/sample/document.ts'
import { castSize, eventsOf } from '#core/sample/events.ts'
import type { SamplePlan } from '#core/sample/plan.ts'
import { indexOf, indicesOf, type SampleMark } from '#core/sample/templates.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { SearchClient } from '#server/search/client.ts'
import type { RunContext } from '#workers/run-context.ts'
import { countDocuments, hasMark, recreateIndices, showDocuments, writeDocuments } from '#workers/sample/cluster.ts'

/** `chunk`: members of the cast per step. */
export type LogTarget = { client: SearchClient; prefix: string; plan: SamplePlan; mark: SampleMark; chunk: number }
type Counts = Record<string, number>

/** About 16,000 documents, a second or two. */
export const usualChunk = 200
const requestBytes = 2_000_000
const inFlight = 2

/** Steps that write or judge log documents; forgetting them makes the next attempt load the logs anew. */
const logSteps = ['prepare', 'logs/', 'verify/logs'] as const

/** Empty indices that are this run's. When they were replaced since an earlier attempt, that attempt's work counts for nothing. */
export async function prepareLogs(context: RunContext<unknown>, { client, prefix, mark }: LogTarget): Promise<void> {
  const prepare = () =>
    context.step({
      name: 'prepare',
      work: async (signal) => {
        const deleted = await recreateIndices(client, prefix, mark, signal)
        if (deleted > 0) await context.log('info', 'sample_replaced', { indices: deleted, prefix })
        return deleted
      },
      memo: (deleted) => ({ deleted }),
    })
  await prepare()
  if (await hasMark(client, prefix, mark)) return
  await context.log('warn', 'sample_indices_changed', { prefix })
  await context.forget(logSteps)
  await prepare()
}

/** Writes all documents, a step per chunk of the cast; answers how many documents each index must hold. */
export async function writeLogs(context: RunContext<unknown>, target: LogTarget): Promise<Counts> {
  const { chunk, plan } = target
  const size = castSize(plan)
  const expected: Counts = Object.fromEntries(indicesOf(target.prefix).map((index) => [index, 0]))
  for (let from = 0; from < size; from += chunk) {
    const to = Math.min(size, from + chunk)
    const counts = await context.step({
      name: `logs/${from}`,
      work: (signal) => writeChunk(target, from, to, signal),
      memo: (written) => written,
      advance: to - from,
    })
    for (const [index, count] of Object.entries(counts)) expected[index] = (expected[index] ?? 0) + count
  }
  return expected
}

async function writeChunk({ client, prefix, plan }: LogTarget, from: number, to: number, signal: AbortSignal): Promise<Counts> {
  const counts: Counts = {}
  const counted = (event: LogEvent): string => {
    const index = indexOf(prefix, event.family)
    counts[index] = (counts[index] ?? 0) + 1
    return bulkLinesOf(prefix, event)
  }
  const requests = requestsOf(documents(plan, from, to, counted), requestBytes)
  // A few writers take from one generator, so that no more than `inFlight` requests are in memory.
  const writer = async (): Promise<void> => {
    for (let next = requests.next(); !next.done; next = requests.next()) {
      signal.throwIfAborted()
      await writeDocuments(client, next.value, signal)
    }
  }
  await Promise.all(Array.from({ length: inFlight }, writer))
  return counts
}

function* documents(plan: SamplePlan, from: number, to: number, lineOf: (event: LogEvent) => string): Generator<string> {
  for (let index = from; index < to; index++) for (const event of eventsOf(plan, index)) yield lineOf(event)
}

/** Counts in the cluster. When an index differs from the generator the run fails, and the next attempt begins anew. */
export async function verifyLogs(context: RunContext<unknown>, { client, prefix }: LogTarget, expected: Counts): Promise<Counts> {
  const counted = await context.step({
    name: 'verify/logs',
    work: async () => {
      await showDocuments(client, prefix)
      return countDocuments(client, prefix)
    },
    says: (counts) => {
      const documents = Object.values(counts).reduce((sum, count) => sum + count, 0)
      return { code: 'sample_logs_counted', params: { documents, indices: Object.keys(counts).length } }
    },
    memo: (counts) => counts,
  })
  for (const [index, count] of Object.entries(expected)) {
    if (counted[index] === count) continue
    await context.forget(logSteps)
    throw new RunFailure(refuse('sample_count_differs', 500, { index, expected: count, counted: counted[index] ?? 0 }))
  }
  return counted
}

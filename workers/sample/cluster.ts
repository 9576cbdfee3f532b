import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { bulkWaitsMs, judgeBulk } from '#core/sample/bulk.ts'
import { indicesOf, markOf, type SampleMark, templateNameOf, templateOf } from '#core/sample/templates.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { SearchClient } from '#server/search/client.ts'
import { judge } from '#server/search/errors.ts'

const bulkItem = z.object({ status: z.number(), error: z.object({ type: z.string().optional(), reason: z.string().nullish() }).optional() })
const bulkAnswer = z.object({ errors: z.boolean(), items: z.array(z.record(z.string(), bulkItem)) })
type BulkItem = z.infer<typeof bulkItem>

/** The mark of every index under the prefix, by name; null for an index that the sample did not make. */
export async function listMarks(client: SearchClient, prefix: string): Promise<Map<string, SampleMark | null>> {
  const { body } = await client.indices.getMapping({ index: `${prefix}*` })
  return new Map(Object.entries(body).map(([index, { mappings }]) => [index, markOf(mappings)]))
}

/** Whether the indices are exactly those of this mark: another load, or a reset of the cluster, may have come between two attempts. */
export async function hasMark(client: SearchClient, prefix: string, mark: SampleMark): Promise<boolean> {
  const marks = await listMarks(client, prefix)
  return indicesOf(prefix).every((index) => marks.get(index)?.run === mark.run)
}

/**
 * Deletes what earlier loads left, sets the template and makes empty indices. Answers how many indices were deleted.
 * @throws RunFailure sample_prefix_taken when an index under the prefix is somebody else's; then nothing was touched.
 */
export async function recreateIndices(client: SearchClient, prefix: string, mark: SampleMark, signal: AbortSignal): Promise<number> {
  const marks = await listMarks(client, prefix)
  for (const [index, owner] of marks) if (!owner) throw new RunFailure(refuse('sample_prefix_taken', 409, { index, prefix }))
  if (marks.size > 0) await client.indices.delete({ index: [...marks.keys()].join(',') })
  await client.indices.putIndexTemplate({ name: templateNameOf(prefix), body: templateOf(prefix, mark) })
  signal.throwIfAborted()
  await Promise.all(indicesOf(prefix).map((index) => client.indices.create({ index })))
  return marks.size
}

async function send(client: SearchClient, lines: readonly string[], signal: AbortSignal): Promise<BulkItem[]> {
  signal.throwIfAborted()
  const request = client.transport.request({ method: 'POST', path: '/_bulk', bulkBody: lines.join('') })
  // Returns nothing: a listener that returns the request, which is a promise, makes its rejection an uncaught error.
  const stop = (): void => {
    request.abort()
  }
  signal.addEventListener('abort', stop, { once: true })
  try {
    const { errors, items } = bulkAnswer.parse((await request).body)
    return errors ? items.flatMap((item) => Object.values(item)) : []
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Lines that must be sent again, and what to end with when that never helps. */
type Left = { lines: readonly string[]; reason: RunFailure }

const busy = (documents: number): RunFailure => new RunFailure(refuse('sample_cluster_busy', 503, { documents }))

/** @throws RunFailure for any refusal that will not go away by itself. */
async function write(client: SearchClient, lines: readonly string[], signal: AbortSignal): Promise<Left> {
  try {
    const { retry, failure } = judgeBulk(await send(client, lines, signal))
    if (failure) throw new RunFailure(refuse('sample_bulk_refused', 502, { status: failure.status }), { cause: new Error(failure.reason) })
    return { lines: retry.flatMap((position) => lines[position] ?? []), reason: busy(retry.length) }
  } catch (error) {
    signal.throwIfAborted()
    const verdict = judge(error)
    if (verdict?.act === 'again') return { lines, reason: verdict.finally }
    throw verdict?.act === 'fail' ? verdict.failure : error
  }
}

/** Writes documents (two lines of a bulk request each), repeating what the cluster could not take just now, longer apart each time. */
export async function writeDocuments(client: SearchClient, lines: readonly string[], signal: AbortSignal): Promise<void> {
  let left = await write(client, lines, signal)
  for (const waitMs of bulkWaitsMs) {
    if (left.lines.length === 0) return
    await sleep(waitMs, undefined, { signal })
    left = await write(client, left.lines, signal)
  }
  if (left.lines.length > 0) throw left.reason
}

/** Makes everything that was written visible, and lets the indices refresh by themselves from now on. */
export async function showDocuments(client: SearchClient, prefix: string): Promise<void> {
  const index = indicesOf(prefix).join(',')
  await client.indices.putSettings({ index, body: { index: { refresh_interval: '1s' } } })
  await client.indices.refresh({ index })
}

/** Documents per index, counted by the cluster. */
export async function countDocuments(client: SearchClient, prefix: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const index of indicesOf(prefix)) {
    const { body } = await client.count({ index })
    if (body._shards.failed > 0) throw new Error(`${body._shards.failed} shards of ${index} did not count`)
    counts[index] = body.count
  }
  return counts
}

import 'server-only'
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type Call, type Reply, type SearchClient, send } from '#server/search/client.ts'
import { ChunkTooBig, judge } from '#server/search/errors.ts'
import { limiter } from '#server/search/limiter.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const MOST_ATTEMPTS = 8
const MOST_INCOMPLETE = 3

const everySearch = {
  allow_partial_search_results: 'false',
  cancel_after_time_interval: '60s',
  // Requests that name thousands of players never come twice: keeping their answers would only push others out.
  request_cache: 'false',
}

/**
 * OpenSearch 3 says `terminated_early` of complete answers without hits where it knows their number from the index alone. A filter of hits that lets all pass
 * has it count them, which takes its time; groups are not filtered by it.
 */
const hitByHit = { post_filter: { match_all: {} } }

const envelope = z.object({
  took: z.number().default(0),
  timed_out: z.boolean(),
  terminated_early: z.boolean().optional(),
  _shards: z.object({ total: z.number(), successful: z.number(), failed: z.number() }),
  hits: z.object({ total: z.object({ value: z.number(), relation: z.literal('eq') }), hits: z.array(z.unknown()).default([]) }),
  aggregations: z.record(z.string(), z.unknown()).default({}),
})

/** `tookMs` is how long the cluster worked at it, by its own clock. */
export type SearchAnswer = { total: number; tookMs: number; hits: unknown[]; aggregations: Record<string, unknown> }
/** Requests sent, bytes received, documents that accepted answers visited. */
export type SearchStats = { requests: number; bytes: number; documents: number }
export type ExecutorOptions = {
  signal?: AbortSignal | undefined
  concurrency?: number
  attempts?: number
  firstWaitMs?: number
  query?: Record<string, string>
  /** Documents come exactly as they were written: nothing of an answer is left out to save bytes. */
  whole?: boolean
}

/** Sends requests to one cluster, no more at once than it bears, and accepts complete answers only. */
export type Executor = {
  /**
   * One search, on the snapshot that its body names or on `index` (a pattern). The answer is complete or there is none.
   * @throws ChunkTooBig when less must be asked for, SnapshotLost, RunFailure for every other known reason.
   */
  search: (body: object, index?: string) => Promise<SearchAnswer>
  /** Any other request, with the same patience. */
  call: (call: Call) => Promise<unknown>
  stats: SearchStats
  /** How often the cluster asked for patience: 429, 503, a breaker, an answer that was not whole. */
  pressed: () => number
}

/** Why an answer with status 200 must not be used; null when it is complete. */
export function faultOf(body: unknown): { fault: string } | { answer: SearchAnswer } {
  const parsed = envelope.safeParse(body)
  if (!parsed.success) return { fault: 'unreadable' }
  const { took, timed_out, terminated_early, _shards, hits, aggregations } = parsed.data
  if (timed_out) return { fault: 'timed_out' }
  if (terminated_early) return { fault: 'terminated_early' }
  if (_shards.failed > 0) return { fault: `${_shards.failed} of ${_shards.total} shards failed` }
  // Shards that had nothing to look at are skipped, and counted among the successful ones.
  if (_shards.successful < _shards.total) return { fault: `${_shards.successful} of ${_shards.total} shards answered` }
  return { answer: { total: hits.total.value, tookMs: took, hits: hits.hits, aggregations } }
}

/** Full jitter: anything between nothing and a bound that doubles with each attempt. */
const waitMs = (attempt: number, firstMs: number): number => randomInt(Math.min(LONGEST_WAIT_MS, firstMs * 2 ** (attempt - 1)) + 1)

export function executor(client: SearchClient, options: ExecutorOptions = {}): Executor {
  const { signal, concurrency = 4, attempts = MOST_ATTEMPTS, firstWaitMs = FIRST_WAIT_MS, query = {}, whole = false } = options
  const gate = limiter(concurrency, concurrency * 2)
  const stats: SearchStats = { requests: 0, bytes: 0, documents: 0 }
  let pressed = 0
  let countsHits = false
  const busy = () => {
    pressed++
    gate.busy()
  }

  const sendOnce = (call: Call): Promise<Reply> =>
    gate.run(() => {
      stats.requests++
      return send(client, call, signal)
    })

  async function patiently(call: Call): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = await sendOnce(call)
        stats.bytes += reply.bytes
        gate.good()
        return reply
      } catch (error) {
        signal?.throwIfAborted()
        const verdict = judge(error)
        if (!verdict) throw error
        if (verdict.act === 'fail') throw verdict.failure
        if (verdict.act === 'split' || (verdict.splitAfter !== null && attempt >= verdict.splitAfter)) throw new ChunkTooBig({ cause: error })
        if (verdict.slow) busy()
        if (attempt >= attempts) throw verdict.finally
        await sleep(waitMs(attempt, firstWaitMs), undefined, signal ? { signal } : {})
      }
    }
  }

  async function search(body: object, index?: string): Promise<SearchAnswer> {
    const call = {
      method: 'POST',
      path: index === undefined ? '/_search' : `/${encodeURIComponent(index)}/_search`,
      query: { ...everySearch, ...(whole ? {} : { filter_path: '-**.value_as_string' }), ...query },
    } as const
    for (let attempt = 1; ; attempt++) {
      const counted = countsHits
      const reply = await patiently({ ...call, body: { track_total_hits: true, ...(counted ? hitByHit : {}), ...body } })
      const read = faultOf(reply.body)
      if ('answer' in read) {
        stats.documents += read.answer.total
        return read.answer
      }
      if (read.fault === 'terminated_early' && !counted) {
        countsHits = true
        continue
      }
      if (attempt >= MOST_INCOMPLETE) throw new RunFailure(refuse('answer_incomplete', 502, { detail: read.fault }))
      busy()
      await sleep(waitMs(attempt, firstWaitMs), undefined, signal ? { signal } : {})
    }
  }

  return { search, call: async (call) => (await patiently(call)).body, stats, pressed: () => pressed }
}

import { errors } from '@opensearch-project/opensearch'
import { z } from 'zod'
import { type RefusalParams, RunFailure, refuse } from '#core/shared/refusal.ts'
import { forbiddenHostOf } from '#server/outbound.ts'

/** The snapshot that a run reads from is gone: nothing read from another one may be mixed with it. */
export class SnapshotLost extends RunFailure {
  constructor(options?: ErrorOptions) {
    super(refuse('snapshot_lost', 502), options)
    this.name = 'SnapshotLost'
  }
}

/** The cluster cannot answer a request of this size: ask for less at a time. */
export class ChunkTooBig extends Error {
  constructor(options?: ErrorOptions) {
    super('the cluster asks for smaller requests', options)
    this.name = 'ChunkTooBig'
  }
}

/** What to do about an error: send again (`slow`: with fewer at once), ask for less, or give up. `after` attempts it becomes `finally`. */
export type Verdict = { act: 'again'; slow: boolean; splitAfter: number | null; finally: RunFailure } | { act: 'split' } | { act: 'fail'; failure: RunFailure }

const tlsCodes = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|EPROTO|HOSTNAME_MISMATCH)/
const tlsTexts = /certificate|self.signed|SSL routines|altnames|wrong version number/i

const failure = (code: string, cause: unknown, params: RefusalParams = {}): RunFailure => new RunFailure(refuse(code, 502, params), { cause })

/** Error types named anywhere in an error answer: the telling one is often deep in `caused_by`. */
function typesIn(value: unknown, found = new Set<string>(), depth = 0): Set<string> {
  if (typeof value !== 'object' || value === null || depth > 12) return found
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'type' && typeof inner === 'string') found.add(inner)
    else typesIn(inner, found, depth + 1)
  }
  return found
}

const saidBy = z.object({ error: z.object({ root_cause: z.array(z.object({ index: z.string() })).min(1) }) })

/** The index that an error answer is about; null when it names none. */
function indexIn(body: unknown): string | null {
  const read = saidBy.safeParse(body)
  return read.success ? (read.data.error.root_cause[0]?.index ?? null) : null
}

const has = (types: Set<string>, ...names: string[]): boolean => names.some((name) => types.has(name))

/** What the cluster said, short enough to show. */
export function detailOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500)
}

function judgeConnection(error: errors.ConnectionError): Verdict {
  const code = (error as { code?: unknown }).code ?? (error.cause as { code?: unknown } | undefined)?.code
  const detail = detailOf(error)
  const host = forbiddenHostOf(detail)
  if (host !== null) return { act: 'fail', failure: failure('address_forbidden', error, { host }) }
  if ((typeof code === 'string' && tlsCodes.test(code)) || tlsTexts.test(detail)) return { act: 'fail', failure: failure('source_tls', error, { detail }) }
  return { act: 'again', slow: false, splitAfter: null, finally: failure('source_unreachable', error, { detail }) }
}

function judgeResponse(error: errors.ResponseError): Verdict {
  const status = error.statusCode
  const types = typesIn(error.body)
  const detail = detailOf(error)
  const refused = failure('cluster_refused', error, { status, detail })
  if (has(types, 'search_context_missing_exception')) return { act: 'fail', failure: new SnapshotLost({ cause: error }) }
  if (has(types, 'too_many_buckets_exception', 'too_many_nested_clauses', 'too_many_clauses') || status === 413) return { act: 'split' }
  if (has(types, 'circuit_breaking_exception', 'task_cancelled_exception')) return { act: 'again', slow: true, splitAfter: 2, finally: refused }
  if (status === 429) return { act: 'again', slow: true, splitAfter: null, finally: failure('cluster_busy', error, { detail }) }
  if (has(types, 'index_closed_exception')) return { act: 'fail', failure: failure('source_index_closed', error, { indices: indexIn(error.body) ?? detail }) }
  if (has(types, 'cluster_block_exception')) return { act: 'fail', failure: failure('source_index_blocked', error, { detail }) }
  if (status === 401 || status === 403) return { act: 'fail', failure: failure('source_unauthorized', error, { status }) }
  // Patterns find nothing in silence: what is named and not found was there when its names were read.
  if (has(types, 'index_not_found_exception')) return { act: 'fail', failure: failure('source_index_gone', error, { index: indexIn(error.body) ?? detail }) }
  if (status === 502 || status === 503 || status === 504) return { act: 'again', slow: false, splitAfter: null, finally: refused }
  return { act: 'fail', failure: refused }
}

/** What an error of the client means. Errors that are none of the client's are bugs: null. */
export function judge(error: unknown): Verdict | null {
  if (error instanceof errors.ResponseError) return judgeResponse(error)
  if (error instanceof errors.TimeoutError) {
    return { act: 'again', slow: true, splitAfter: 2, finally: failure('source_unreachable', error, { detail: detailOf(error) }) }
  }
  if (error instanceof errors.ConnectionError) return judgeConnection(error)
  if (error instanceof errors.RequestAbortedError) return { act: 'split' }
  if (error instanceof errors.NoLivingConnectionsError) {
    return { act: 'again', slow: false, splitAfter: null, finally: failure('source_unreachable', error, { detail: detailOf(error) }) }
  }
  // An answer cut short on its way looks like this once; what is no OpenSearch says so every time.
  if (error instanceof errors.DeserializationError) {
    return { act: 'again', slow: false, splitAfter: null, finally: failure('source_not_opensearch', error, { detail: detailOf(error) }) }
  }
  return null
}

/** What is told of a request that the cluster could not answer however little was asked for: `error` is what it said last. */
export function leastRefused(error: unknown): RunFailure {
  const detail = detailOf(error)
  return error instanceof errors.ResponseError
    ? failure('cluster_refused', error, { status: error.statusCode, detail })
    : failure('source_unreachable', error, { detail })
}

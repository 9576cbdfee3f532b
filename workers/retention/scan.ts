import type { LogMapping } from '#core/retention/mapping.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { Executor, SearchAnswer } from '#server/search/execute.ts'
import { onSnapshot, type Snapshot } from '#server/search/snapshot.ts'

/** What every pass of an analysis reads through: one snapshot of one source. */
export type Scan = { run: Executor; snapshot: Snapshot; mapping: LogMapping }

export const searchSnapshot = (scan: Scan, body: object): Promise<SearchAnswer> => scan.run.search({ ...onSnapshot(scan.snapshot), ...body })

export const incomplete = (detail: string): RunFailure => new RunFailure(refuse('answer_incomplete', 502, { detail }), { cause: new Error(detail) })

/** A player's id as text. Whole numbers beyond 2^53 have lost digits on their way and would merge players. */
export function uidText(key: unknown): string {
  if (typeof key === 'string') return key
  if (typeof key === 'number' && Number.isSafeInteger(key)) return String(key)
  throw new RunFailure(refuse('uid_not_exact', 422, { uid: String(key) }))
}

export type Bucket = {
  key: { u: unknown; b: number; a?: unknown; o?: unknown }
  doc_count: number
  mn: { value: number }
  mx: { value: number }
  [measure: string]: unknown
}
export type Page = { buckets: Bucket[]; after: Bucket['key'] | null; total: number }

/** One page of groups. The answer's envelope was checked; the groups are counted against its total by the caller. */
export async function searchGroups(scan: Scan, body: object): Promise<Page> {
  const answer = await searchSnapshot(scan, body)
  // An empty list is left out of an answer: no documents, or all of them on the pages before.
  const { buckets = [], after_key = null } = (answer.aggregations.rows ?? {}) as { buckets?: Bucket[]; after_key?: Bucket['key'] }
  if (!Array.isArray(buckets)) throw incomplete('no groups in the answer')
  return { buckets, after: after_key, total: answer.total }
}

import { COHORT_PAGE } from '#core/retention/chunks.ts'
import { type Candidate, completeGroups, type LoginGroup, mergeCandidates } from '#core/retention/cohort.ts'
import { loginFamily } from '#core/retention/metrics.ts'
import { type CohortKey, cohortBody, loginCountBody, seenBody } from '#core/retention/queries/cohort.ts'
import type { Range } from '#core/retention/window.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import { incomplete, type Page, type Scan, searchGroups, searchSnapshot, uidText } from '#workers/retention/scan.ts'

export type CohortPage = { fresh: Candidate[]; candidates: number; severalAccounts: number; documents: number; total: number; after: CohortKey | null }

function loginOf(scan: Scan) {
  const login = scan.mapping.families[loginFamily]
  if (!login) throw new Error('an analysis without a login family passed its preflight')
  return login
}

/** How many logins of the window there are. */
export const countLogins = async (scan: Scan, window: Range): Promise<number> =>
  (await searchSnapshot(scan, loginCountBody(scan.mapping, loginOf(scan), window))).total

async function readGroups(scan: Scan, window: Range, after: CohortKey | null, size = COHORT_PAGE): Promise<{ page: Page; full: boolean }> {
  try {
    const page = await searchGroups(scan, cohortBody(scan.mapping, loginOf(scan), window, size, after))
    return { page, full: page.buckets.length === size }
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || size < 1_000) throw error
    return readGroups(scan, window, after, size >> 1)
  }
}

async function readSeen(scan: Scan, before: Partial<Range>, uids: readonly string[]): Promise<Set<string>> {
  if (uids.length === 0) return new Set()
  try {
    const page = await searchGroups(scan, seenBody(scan.mapping, loginOf(scan), before, uids))
    const documents = page.buckets.reduce((sum, bucket) => sum + bucket.doc_count, 0)
    if (documents !== page.total) throw incomplete(`groups hold ${documents} of ${page.total} documents`)
    return new Set(page.buckets.map((bucket) => uidText(bucket.key.u)))
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || uids.length < 2) throw error
    const middle = uids.length >> 1
    const [left, right] = await Promise.all([readSeen(scan, before, uids.slice(0, middle)), readSeen(scan, before, uids.slice(middle))])
    return new Set([...left, ...right])
  }
}

/**
 * One page of the cohort: players who logged in within the window, in order of uid after `after`, without those who did
 * so within `before` as well. `after` of the answer is null on the last page.
 */
export async function readCohortPage(scan: Scan, window: Range, before: Partial<Range>, after: CohortKey | null): Promise<CohortPage> {
  const { page, full } = await readGroups(scan, window, after)
  const groups: LoginGroup[] = page.buckets.map((bucket) => ({
    uid: uidText(bucket.key.u),
    account: bucket.key.a ?? null,
    first: bucket.mn.value,
    documents: bucket.doc_count,
  }))
  const complete = full ? completeGroups(groups) : groups.length
  if (full && complete === 0) throw new RunFailure(refuse('player_with_too_many_accounts', 422, { uid: groups[0]?.uid ?? '' }))
  const taken = groups.slice(0, complete)
  const candidates = mergeCandidates(taken)
  const seen = await readSeen(
    scan,
    before,
    candidates.map((one) => one.uid),
  )
  const fresh = candidates.filter((one) => !seen.has(one.uid))
  return {
    fresh,
    candidates: candidates.length,
    severalAccounts: fresh.filter((one) => one.accounts > 1).length,
    documents: taken.reduce((sum, group) => sum + group.documents, 0),
    total: page.total,
    after: full ? (page.buckets[complete - 1]?.key as CohortKey) : null,
  }
}

import { COHORT_PAGE } from '#core/retention/chunks.ts'
import { type AccountUse, type Candidate, completeGroups, firstUses, isAccountNew, keyOf, type LoginGroup, mergeCandidates } from '#core/retention/cohort.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { loginFamily } from '#core/retention/metrics.ts'
import { accountUsesBody, type CohortKey, cohortBody, loginCountBody, seenBody } from '#core/retention/queries/cohort.ts'
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

/** The field of the account, where the account is part of what makes a player. */
function accountField(mapping: LogMapping): string {
  if (mapping.authId === null) throw new RunFailure(refuse('source_no_accounts', 422, { field: 'auth.id' }))
  return mapping.authId
}

/** How many logins of the window name a player. */
export const countLogins = async (scan: Scan, window: Range, identity: IdentityRule = 'uid'): Promise<number> => {
  if (identity !== 'uid') accountField(scan.mapping)
  return (await searchSnapshot(scan, loginCountBody(scan.mapping, loginOf(scan), window, identity))).total
}

/** Of the logins that name a player how many name no account: where the account makes the player they are left out. */
export const countLoginsWithoutAccount = async (scan: Scan, window: Range): Promise<number> =>
  (await countLogins(scan, window, 'uid')) - (await countLogins(scan, window, 'account'))

async function readGroups(
  scan: Scan,
  identity: IdentityRule,
  window: Range,
  after: CohortKey | null,
  size = COHORT_PAGE,
): Promise<{ page: Page; full: boolean }> {
  try {
    const page = await searchGroups(scan, cohortBody(scan.mapping, loginOf(scan), window, size, after, identity))
    return { page, full: page.buckets.length === size }
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || size < 2 * LEAST_PAGE) throw error
    return readGroups(scan, identity, window, after, size >> 1)
  }
}

/** Smaller pages than this are not tried. */
const LEAST_PAGE = 500

const halves = (list: readonly string[]): [string[], string[]] => [list.slice(0, list.length >> 1), list.slice(list.length >> 1)]

async function readSeen(scan: Scan, field: string, before: Partial<Range>, values: readonly string[]): Promise<Set<string>> {
  if (values.length === 0) return new Set()
  try {
    const page = await searchGroups(scan, seenBody(field, loginOf(scan), before, values))
    const documents = page.buckets.reduce((sum, bucket) => sum + bucket.doc_count, 0)
    if (documents !== page.total) throw incomplete(`groups hold ${documents} of ${page.total} documents`)
    return new Set(page.buckets.map((bucket) => uidText(bucket.key.u)))
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || values.length < 2) throw error
    const [left, right] = await Promise.all(halves(values).map((half) => readSeen(scan, field, before, half)))
    return new Set([...(left ?? []), ...(right ?? [])])
  }
}

async function readUses(scan: Scan, range: Partial<Range>, accounts: readonly string[], size = COHORT_PAGE): Promise<AccountUse[]> {
  if (accounts.length === 0) return []
  const mapping = { ...scan.mapping, authId: accountField(scan.mapping) }
  const uses: AccountUse[] = []
  let documents = 0
  try {
    for (let after: CohortKey | null = null; ; ) {
      const page: Page = await searchGroups(scan, accountUsesBody(mapping, loginOf(scan), range, accounts, size, after))
      for (const { key, mn, doc_count } of page.buckets) {
        uses.push({ account: uidText(key.a), uid: key.u === null ? null : uidText(key.u), first: mn.value })
        documents += doc_count
      }
      if (page.buckets.length === size && page.after) after = page.after as CohortKey
      else if (documents === page.total) return uses
      else throw incomplete(`groups hold ${documents} of ${page.total} documents`)
    }
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || (accounts.length < 2 && size < 2 * LEAST_PAGE)) throw error
    const parts = accounts.length < 2 ? [accounts] : halves(accounts)
    return (await Promise.all(parts.map((part) => readUses(scan, range, part, Math.max(LEAST_PAGE, size >> 1))))).flat()
  }
}

/** Those candidates who were never seen before, by what makes a player. */
async function keepNew(scan: Scan, identity: IdentityRule, window: Range, before: Partial<Range>, candidates: readonly Candidate[]): Promise<Candidate[]> {
  const field = identity === 'account' ? accountField(scan.mapping) : scan.mapping.uid
  const names = candidates.map((one) => keyOf(identity, one))
  const seen = await readSeen(scan, field, before, names)
  const fresh = candidates.filter((one) => !seen.has(keyOf(identity, one)))
  if (identity !== 'either') return fresh
  const accounts = [...new Set(fresh.flatMap((one) => (one.account === null ? [] : [one.account])))]
  const firsts = firstUses(await readUses(scan, { ...before, to: window.to }, accounts))
  return fresh.filter((one) => isAccountNew(one, firsts))
}

type Candidates = Omit<CohortPage, 'fresh' | 'candidates' | 'severalAccounts'> & { candidates: Candidate[] }

/** Who logged in, page by page. The page itself is let go of before anything else is asked. */
async function readCandidates(scan: Scan, window: Range, after: CohortKey | null, identity: IdentityRule): Promise<Candidates> {
  const { page, full } = await readGroups(scan, identity, window, after)
  const groups: LoginGroup[] = page.buckets.map((bucket) => ({
    uid: uidText(bucket.key.u),
    account: bucket.key.a == null ? null : uidText(bucket.key.a),
    first: bucket.mn.value,
    documents: bucket.doc_count,
  }))
  const complete = full ? completeGroups(groups, identity) : groups.length
  if (full && complete === 0) throw new RunFailure(refuse('player_with_too_many_accounts', 422, { uid: groups[0]?.uid ?? '' }))
  const taken = groups.slice(0, complete)
  return {
    candidates: mergeCandidates(taken, identity),
    documents: taken.reduce((sum, group) => sum + group.documents, 0),
    total: page.total,
    after: full ? (page.buckets[complete - 1]?.key as CohortKey) : null,
  }
}

/**
 * One page of the cohort: players who logged in within the window, in order of uid (or account, where it makes the player)
 * after `after`, without those who were seen before. `before` ends where the window begins. `after` of the answer is null
 * on the last page.
 */
export async function readCohortPage(
  scan: Scan,
  window: Range,
  before: Partial<Range>,
  after: CohortKey | null,
  identity: IdentityRule = 'uid',
): Promise<CohortPage> {
  const { candidates, ...found } = await readCandidates(scan, window, after, identity)
  const fresh = await keepNew(scan, identity, window, before, candidates)
  return { ...found, fresh, candidates: candidates.length, severalAccounts: fresh.filter((one) => one.accounts > 1).length }
}

import { compareUtf8, leastUtf8 } from './utf8.ts'

/** Logins of one player under one account within the window. */
export type LoginGroup = { uid: string; account: string | null; first: number; documents: number }
/** A player who logged in within the window. */
export type Candidate = { uid: string; first: number; accounts: number }

/** One candidate a player from groups ordered by player: the earliest login, and how many accounts were seen. */
export function mergeCandidates(groups: readonly LoginGroup[]): Candidate[] {
  const candidates: Candidate[] = []
  let last: Candidate | undefined
  for (const group of groups) {
    if (last?.uid !== group.uid) {
      last = { uid: group.uid, first: group.first, accounts: 0 }
      candidates.push(last)
    }
    last.first = Math.min(last.first, group.first)
    if (group.account !== null) last.accounts++
  }
  return candidates
}

/**
 * A full page may end inside a player's groups: those of its last player are left for the next page.
 * Returns how many groups are complete; 0 when the page holds a single player.
 */
export function completeGroups(groups: readonly { uid: string }[]): number {
  const last = groups.at(-1)?.uid
  let end = groups.length
  while (end > 0 && groups[end - 1]?.uid === last) end--
  return end
}

/** What a login document says of a player; null for what it does not say. */
export type Identity = { account: string | null; country: string | null; device: string | null }

const compareKnown = (a: string | null, b: string | null): number => (a === null || b === null ? Number(a === null) - Number(b === null) : compareUtf8(a, b))

/** Order among logins of the same millisecond: least account, then country, then device by UTF-8 bytes; what is unknown comes last. */
export const compareIdentities = (a: Identity, b: Identity): number =>
  compareKnown(a.account, b.account) || compareKnown(a.country, b.country) || compareKnown(a.device, b.device)

/** A value of a document as text: the least of several, null when there is none or it is not a plain value. */
export function textOf(value: unknown): string | null {
  const values = Array.isArray(value) ? value.flat(8) : [value]
  return leastUtf8(
    values.flatMap((one) => (typeof one === 'string' && one !== '' ? [one] : typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : [])),
  )
}

/** All values at a dotted path of a document, through arrays and through keys that hold dots themselves. */
export function valuesAt(source: unknown, path: string): unknown[] {
  if (Array.isArray(source)) return source.flatMap((one) => valuesAt(one, path))
  if (path === '') return source === undefined || source === null ? [] : [source]
  if (typeof source !== 'object' || source === null) return []
  const parts = path.split('.')
  return parts.flatMap((_, i) => {
    const head = parts.slice(0, i + 1).join('.')
    return Object.hasOwn(source, head) ? valuesAt((source as Record<string, unknown>)[head], parts.slice(i + 1).join('.')) : []
  })
}

import { compareUtf8, leastUtf8 } from '#core/shared/utf8.ts'
import type { IdentityRule } from './definition.ts'

/** Logins of one player under one account within the window. */
export type LoginGroup = { uid: string; account: string | null; first: number; documents: number }
/** A player who logged in within the window: the account is that of the first login, null where there is none. */
export type Candidate = { uid: string; account: string | null; first: number; accounts: number }
/**
 * A new player as the day passes take them: in order of first login, then uid, then account, by UTF-8 bytes (none before
 * any). By account a uid may come more than once, each time under another account.
 */
export type Member = { uid: string; account: string | null; firstMs: number }

/** What a group of logins goes by: its account where the account makes the player, its uid otherwise. */
export const keyOf = (identity: IdentityRule, { uid, account }: { uid: string; account: string | null }): string =>
  identity === 'account' ? (account ?? '') : uid

const earlier = (a: LoginGroup, b: Candidate): boolean =>
  a.first < b.first || (a.first === b.first && (compareKnown(a.account, b.account) || compareUtf8(a.uid, b.uid)) < 0)

/**
 * One candidate a player from groups ordered by player: uid and account of the earliest login (ties: the least), and how
 * many accounts were seen, or uids where the account makes the player.
 */
export function mergeCandidates(groups: readonly LoginGroup[], identity: IdentityRule = 'uid'): Candidate[] {
  const candidates: Candidate[] = []
  for (const group of groups) {
    const last = candidates.at(-1)
    const named = identity === 'account' || group.account !== null ? 1 : 0
    const { uid, account, first } = group
    if (!last || keyOf(identity, last) !== keyOf(identity, group)) candidates.push({ uid, account, first, accounts: named })
    else {
      const { accounts } = last
      if (earlier(group, last)) Object.assign(last, { uid, account, first })
      last.accounts = accounts + named
    }
  }
  return candidates
}

/**
 * A full page may end inside a player's groups: those of its last player are left for the next page.
 * Returns how many groups are complete; 0 when the page holds a single player.
 */
export function completeGroups(groups: readonly { uid: string; account: string | null }[], identity: IdentityRule = 'uid'): number {
  const end = groups.at(-1)
  if (!end) return 0
  const last = keyOf(identity, end)
  return groups.findLastIndex((group) => keyOf(identity, group) !== last) + 1
}

/** Logins of one account under one uid, and when the first of them was. */
export type AccountUse = { account: string; uid: string | null; first: number }

/** The least use of each account: the earliest, of several at one millisecond that of the least uid; no uid comes last. */
export function firstUses(uses: readonly AccountUse[]): Map<string, AccountUse> {
  const firsts = new Map<string, AccountUse>()
  for (const use of uses) {
    const known = firsts.get(use.account)
    if (!known || use.first < known.first || (use.first === known.first && compareKnown(use.uid, known.uid) < 0)) firsts.set(use.account, use)
  }
  return firsts
}

/** Whether nobody had used the account of a candidate's first login before: `firsts` reach back as far as the look-back. */
export function isAccountNew({ account, uid }: Candidate, firsts: ReadonlyMap<string, AccountUse>): boolean {
  return account === null || firsts.get(account)?.uid === uid
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

import { compareIdentities, type Identity, type Member, textOf, valuesAt } from '#core/retention/cohort.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import { deviceField } from '#core/retention/metrics.ts'
import type { Range } from '#core/retention/window.ts'
import { fieldOf, type HitsPass, idText, instantOf, readHits } from '#workers/retention/hits.ts'
import { type Members, placesBy } from '#workers/retention/keys.ts'
import { incomplete, type Scan, uidText } from '#workers/retention/scan.ts'

/**
 * What each player's first login says. Several at one millisecond: the least (see compareIdentities); where the account is
 * part of what makes a player, of those of that account.
 */
export async function readIdentities(scan: Scan, logins: HitsPass, rule: IdentityRule, members: Members): Promise<Identity[]> {
  const byUid = rule === 'uid'
  const places = placesBy(members, ({ uid }) => uid)
  const firstLogins = (some: readonly { firstMs: number }[]): Range => ({ from: some[0]?.firstMs ?? 0, to: (some.at(-1)?.firstMs ?? 0) + 1 })
  const found = new Array<Identity | undefined>(members.length)
  for (const hit of await readHits(scan, logins, members, firstLogins)) {
    const read = (path: string) => textOf(valuesAt(hit._source, path))
    const read3 = { account: read('auth.id'), country: read('country'), device: read(deviceField) }
    for (const place of places.get(uidText(fieldOf(hit, scan.mapping.uid))) ?? []) {
      const member = members[place] as Member
      if (instantOf(hit) !== member.firstMs) continue
      if (!byUid && (scan.mapping.authId === null ? null : idText(hit, scan.mapping.authId)) !== member.account) continue
      const identity = byUid ? read3 : { ...read3, account: member.account }
      const known = found[place]
      if (!known || compareIdentities(identity, known) < 0) found[place] = identity
    }
  }
  return found.map((identity, place) => {
    if (!identity) throw incomplete(`the first login of ${members[place]?.uid} did not come`)
    return identity
  })
}

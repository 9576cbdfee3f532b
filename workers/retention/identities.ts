import { compareIdentities, type Identity, type Member, textOf, valuesAt } from '#core/retention/cohort.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import type { FamilyMapping, LogMapping } from '#core/retention/mapping.ts'
import { deviceField } from '#core/retention/metrics.ts'
import type { PlainFields } from '#core/retention/queries/first-logins.ts'
import { loginHits } from '#core/retention/queries/hits.ts'
import type { Range } from '#core/retention/window.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import { readFirstLogins } from '#workers/retention/first-logins.ts'
import { fieldOf, type Hit, type HitsPass, idText, instantOf, readHits } from '#workers/retention/hits.ts'
import { ScriptsRefused } from '#workers/retention/instants.ts'
import { type Members, placesBy } from '#workers/retention/keys.ts'
import { incomplete, type Scan, uidText } from '#workers/retention/scan.ts'

/** How first logins are read. `plain` is null where the index does not tell what they say, or not often enough to be asked. */
export type IdentityReading = { rule: IdentityRule; login: FamilyMapping; hits: HitsPass; plain: PlainFields | null }

/** Where the account is part of what makes a player the documents are read: several logins of a uid may then be first ones. */
export const prepareIdentities = (mapping: LogMapping, login: FamilyMapping, rule: IdentityRule, plain: PlainFields | null): IdentityReading => ({
  rule,
  login,
  hits: { query: loginHits(mapping, login, deviceField), perMember: 0 },
  plain: rule === 'uid' ? plain : null,
})

/** The account as the document says it; a number that JSON bends is taken from the index, which has it as it was written. */
function accountOf(hit: Hit, authId: string | null): string | null {
  const values = valuesAt(hit._source, 'auth.id')
  const isBent = values.flat(8).some((value) => typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
  return isBent && authId !== null ? idText(hit, authId) : textOf(values)
}

const firstLogins = (some: readonly { firstMs: number }[]): Range => ({ from: some[0]?.firstMs ?? 0, to: (some.at(-1)?.firstMs ?? 0) + 1 })

/**
 * What each player's first login says. Several at one millisecond: the least (see compareIdentities); where the account is
 * part of what makes a player, of those of that account.
 */
async function readDocuments(scan: Scan, { rule, hits }: IdentityReading, members: Members): Promise<Identity[]> {
  const byUid = rule === 'uid'
  const places = placesBy(members, ({ uid }) => uid)
  const found = new Array<Identity | undefined>(members.length)
  for (const hit of await readHits(scan, hits, members, firstLogins)) {
    const read = (path: string) => textOf(valuesAt(hit._source, path))
    const read3 = { account: accountOf(hit, scan.mapping.authId), country: read('country'), device: read(deviceField) }
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

async function readIndex(scan: Scan, reading: IdentityReading, members: Members): Promise<(Identity | null)[]> {
  const none = (): null[] => members.map(() => null)
  if (!reading.plain) return none()
  try {
    return await readFirstLogins(scan, reading.login, reading.plain, members, firstLogins(members))
  } catch (error) {
    if (error instanceof ScriptsRefused) reading.plain = null
    else if (!(error instanceof ChunkTooBig)) throw error
    return none()
  }
}

/** What each player's first login says: from the index where it tells that as the documents do, which costs a third; else from the documents. */
export async function readIdentities(scan: Scan, reading: IdentityReading, members: Members): Promise<Identity[]> {
  const told = await readIndex(scan, reading, members)
  const untold = members.filter((_, place) => !told[place])
  // Asking twice for most of them costs more than it saves.
  if (untold.length * 2 > members.length) reading.plain = null
  const rest = untold.length === 0 ? [] : await readDocuments(scan, reading, untold)
  let next = 0
  return told.map((identity) => identity ?? (rest[next++] as Identity))
}

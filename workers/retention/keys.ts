import type { Member } from '#core/retention/cohort.ts'
import type { IdentityRule } from '#core/retention/definition.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { type DayWindow, windowOf } from '#core/retention/metrics.ts'
import type { Range } from '#core/retention/window.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { Scan } from '#workers/retention/scan.ts'

/** Players in order of first login. */
export type Members = readonly Member[]
/** By which field the documents of a player are found. `besides` leaves those out that carry the player's uid: another key found them. */
export type Key = { field: string; of: (member: Member) => string | null; besides: boolean }
/** Players of a chunk as one key tells them apart. */
export type Keyed = { scan: Scan; key: Key; members: Members; keys: string[]; at: Map<string, number> }

export const dayZero: DayWindow = { fromDay: 0, toDay: 1 }
export const isDayZero = ({ fromDay, toDay }: DayWindow): boolean => fromDay === dayZero.fromDay && toDay === dayZero.toDay

/** From the first member's window to the last member's. */
export const wholeRange = (members: Members, window: DayWindow): Range => ({
  from: windowOf(members[0]?.firstMs ?? 0, window).from,
  to: windowOf(members.at(-1)?.firstMs ?? 0, window).to,
})

export function keysOf(identity: IdentityRule, mapping: LogMapping): Key[] {
  const byUid: Key = { field: mapping.uid, of: ({ uid }) => uid, besides: false }
  if (identity === 'uid') return [byUid]
  if (mapping.authId === null) throw new RunFailure(refuse('source_no_accounts', 422, { field: 'auth.id' }))
  const byAccount: Key = { field: mapping.authId, of: ({ account }) => account, besides: identity === 'either' }
  return identity === 'account' ? [byAccount] : [byUid, byAccount]
}

/** `at` leads from a key to the member's place in the chunk. Members whom the key does not name are left out. */
export function keyedBy(scan: Scan, key: Key, members: Members): Keyed {
  const named = members.flatMap((member, place) => {
    const name = key.of(member)
    return name === null ? [] : [{ member, place, name }]
  })
  return {
    scan: { ...scan, mapping: { ...scan.mapping, uid: key.field } },
    key,
    members: named.map(({ member }) => member),
    keys: named.map(({ name }) => name),
    at: new Map(named.map(({ name, place }) => [name, place])),
  }
}

/** By account a uid may be there more than once: lists in each of which it is there once, with the places in the chunk. */
export function roundsByUid(members: Members): { member: Member; place: number }[][] {
  const times = new Map<string, number>()
  const rounds: { member: Member; place: number }[][] = []
  members.forEach((member, place) => {
    const time = times.get(member.uid) ?? 0
    times.set(member.uid, time + 1)
    const round = rounds[time] ?? []
    round.push({ member, place })
    rounds[time] = round
  })
  return rounds
}

/** The places of the players that each name of a chunk stands for. */
export function placesBy(members: Members, of: (member: Member) => string | null): Map<string, number[]> {
  const places = new Map<string, number[]>()
  members.forEach((member, place) => {
    const name = of(member)
    if (name !== null) places.set(name, [...(places.get(name) ?? []), place])
  })
  return places
}

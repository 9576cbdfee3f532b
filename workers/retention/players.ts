import { compareIdentities, type Identity, type Member, textOf, valuesAt } from '#core/retention/cohort.ts'
import type { Definition, IdentityRule } from '#core/retention/definition.ts'
import { contributionsOf, Tally } from '#core/retention/documents.ts'
import { activeMs, touches } from '#core/retention/fold.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { type DayWindow, deviceField, isKnown, loginFamily, type Metric, type VersionedMetric, windowOf } from '#core/retention/metrics.ts'
import { type DocumentsPass, type Plan, planPasses, type RowsPass } from '#core/retention/plan.ts'
import { documentHits, loginHits } from '#core/retention/queries/hits.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { dayOf, type Range, within } from '#core/retention/window.ts'
import { type Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { fieldOf, type Hit, type HitsPass, instantOf, readHits } from '#workers/retention/hits.ts'
import { readExactRows, readRows } from '#workers/retention/rows.ts'
import { incomplete, type Scan, uidText } from '#workers/retention/scan.ts'

/** Players in order of first login. */
export type Members = readonly Member[]
type Settings = Pick<Definition, 'identity' | 'activity' | 'metrics'>
/** By which field the documents of a player are found. `besides` leaves those out that carry the player's uid: another key found them. */
type Key = { field: string; of: (member: Member) => string | null; besides: boolean }
type DocumentsReading = { pass: DocumentsPass; keys: readonly { key: Key; hits: HitsPass }[] }
/** What the chunks of one analysis share; passes that read documents learn from chunk to chunk. */
export type Reading = { settings: Settings; plan: Plan; keys: readonly Key[]; login: HitsPass; documents: readonly DocumentsReading[] }
/** Players of a chunk as one key tells them apart. */
type Keyed = { scan: Scan; key: Key; members: Members; keys: string[]; at: Map<string, number> }

const dayZero: DayWindow = { fromDay: 0, toDay: 1 }

/** From the first member's window to the last member's. */
const wholeRange = (members: Members, window: DayWindow): Range => ({
  from: windowOf(members[0]?.firstMs ?? 0, window).from,
  to: windowOf(members.at(-1)?.firstMs ?? 0, window).to,
})

function keysOf(identity: IdentityRule, mapping: LogMapping): Key[] {
  const byUid: Key = { field: mapping.uid, of: ({ uid }) => uid, besides: false }
  if (identity === 'uid') return [byUid]
  if (mapping.authId === null) throw new RunFailure(refuse('source_no_accounts', 422, { field: 'auth.id' }))
  const byAccount: Key = { field: mapping.authId, of: ({ account }) => account, besides: identity === 'either' }
  return identity === 'account' ? [byAccount] : [byUid, byAccount]
}

/** `at` leads from a key to the member's place in the chunk. Members whom the key does not name are left out. */
function keyedBy(scan: Scan, key: Key, members: Members): Keyed {
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
function roundsByUid(members: Members): { member: Member; place: number }[][] {
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

/** Active time is of the uid, whatever makes a player. */
async function readActiveSeconds(scan: Scan, reading: Reading, members: Members): Promise<number[]> {
  const { plan, settings } = reading
  const active = new Array<number>(members.length).fill(0)
  for (const round of roundsByUid(members)) {
    const uids = round.map(({ member }) => member.uid)
    const firsts = new Map(round.map(({ member }) => [member.uid, member.firstMs]))
    const range = wholeRange(
      round.map(({ member }) => member),
      dayZero,
    )
    const ownDay = (uid: string) => {
      const first = firsts.get(uid)
      return first === undefined ? undefined : dayOf(first, 0)
    }
    const byPlayer = Map.groupBy(await readExactRows(scan, plan.activity, { uids, range }, ownDay), (row) => row.uid)
    for (const { member, place } of round) {
      const rows = (byPlayer.get(member.uid) ?? []).sort((a, b) => a.bucket - b.bucket)
      active[place] = Math.floor(activeMs(rows, settings.activity) / 1000)
    }
  }
  return active
}

/** Columns of one pass, one array of numbers per metric. A player without a group is a true 0: every group was counted. */
async function readColumns(keyed: Keyed, members: Members, pass: RowsPass, uidField: string): Promise<number[][]> {
  const columns = pass.metrics.map(() => new Array<number>(members.length).fill(0))
  if (keyed.keys.length === 0) return columns
  const selection = { uids: keyed.keys, range: wholeRange(keyed.members, pass.window) }
  const memberOf = (key: string): Member | undefined => members[keyed.at.get(key) ?? -1]
  const ownRange = (key: string): Range | undefined => {
    const member = memberOf(key)
    return member && windowOf(member.firstMs, pass.window)
  }
  const query = keyed.key.besides ? { ...pass.query, other: uidField } : pass.query
  const rows = pass.any ? await readRows(keyed.scan, query, selection) : await readExactRows(keyed.scan, query, selection, ownRange)
  for (const row of rows) {
    const place = keyed.at.get(row.uid)
    if (place === undefined || (keyed.key.besides && row.other === members[place]?.uid)) continue
    const range = ownRange(row.uid) as Range
    columns.forEach((column, i) => {
      if (!pass.any) column[place] = (column[place] ?? 0) + (row.values[i] ?? 0)
      else if ((row.values[i] ?? 0) > 0 && touches(row, range)) column[place] = 1
    })
  }
  return columns
}

/** Adds the columns of every key up; a yes of one is a yes. */
async function readPass(keyed: readonly Keyed[], members: Members, pass: RowsPass, uidField: string): Promise<number[][]> {
  const found = await Promise.all(keyed.map((one) => readColumns(one, members, pass, uidField)))
  return pass.metrics.map((_, i) =>
    members.map((_member, place) => {
      const sum = found.reduce((total, columns) => total + (columns[i]?.[place] ?? 0), 0)
      return pass.any ? Math.min(1, sum) : sum
    }),
  )
}

/** The places of the players that each name of a chunk stands for. */
function placesBy(members: Members, of: (member: Member) => string | null): Map<string, number[]> {
  const places = new Map<string, number[]>()
  members.forEach((member, place) => {
    const name = of(member)
    if (name !== null) places.set(name, [...(places.get(name) ?? []), place])
  })
  return places
}

const idText = (hit: Hit, field: string): string | null => {
  const value = fieldOf(hit, field)
  return value === undefined || value === null ? null : uidText(value)
}

/** Why documents that were read do not make a number. */
const uncountable = ({ rule }: Metric): Refusal =>
  rule.kind === 'distinct'
    ? refuse('field_not_exact', 422, { field: rule.field, type: 'long' })
    : refuse('field_not_number', 422, { field: 'field' in rule ? rule.field : '', type: 'text' })

async function readDocumentColumn(scan: Scan, reading: DocumentsReading, members: Members): Promise<number[]> {
  const { metric, mapping } = reading.pass
  const tallies = members.map(() => new Tally())
  for (const { key, hits: pass } of reading.keys) {
    const places = placesBy(members, metric.subject === null ? key.of : ({ uid }) => uid)
    const named = members.flatMap((member) => {
      const uid = metric.subject === null ? key.of(member) : member.uid
      return uid === null ? [] : [{ uid, firstMs: member.firstMs }]
    })
    if (named.length === 0) continue
    const rangeOf = (some: readonly { firstMs: number }[]): Range => ({
      from: windowOf(some[0]?.firstMs ?? 0, metric.window).from,
      to: windowOf(some.at(-1)?.firstMs ?? 0, metric.window).to,
    })
    for (const hit of await readHits(scan, pass, named, rangeOf)) {
      const carried = metric.subject === null ? idText(hit, key.field) : null
      for (const contribution of contributionsOf(hit._source, metric, mapping.nested)) {
        for (const place of places.get(contribution.subject ?? carried ?? '') ?? []) {
          const member = members[place] as Member
          const known = key.besides && idText(hit, scan.mapping.uid) === member.uid
          if (!known && within(instantOf(hit), windowOf(member.firstMs, metric.window))) tallies[place]?.add(contribution)
        }
      }
    }
  }
  return tallies.map((tally) => {
    const value = tally.value(metric.rule)
    if (!Number.isFinite(value)) throw new RunFailure(uncountable(metric))
    return value
  })
}

/**
 * What each player's first login says. Several at one millisecond: the least (see compareIdentities); where the account is
 * part of what makes a player, of those of that account.
 */
async function readIdentities(scan: Scan, reading: Reading, members: Members): Promise<Identity[]> {
  const byUid = reading.settings.identity === 'uid'
  const places = placesBy(members, ({ uid }) => uid)
  const firstLogins = (some: readonly { firstMs: number }[]): Range => ({ from: some[0]?.firstMs ?? 0, to: (some.at(-1)?.firstMs ?? 0) + 1 })
  const found = new Array<Identity | undefined>(members.length)
  for (const hit of await readHits(scan, reading.login, members, firstLogins)) {
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

/** What the chunks of one analysis share. */
export function prepareReading(mapping: LogMapping, settings: Settings): Reading {
  const login = mapping.families[loginFamily]
  if (!login) throw new Error('an analysis without a login family passed its preflight')
  const plan = planPasses(settings.metrics, mapping, settings.activity)
  const keys = keysOf(settings.identity, mapping)
  const documents = plan.documents.map((pass) => ({
    pass,
    // Whom a document names does not depend on whose it is: those are asked for once.
    keys: (pass.metric.subject === null ? keys : keys.slice(0, 1)).map((key) => ({
      key,
      hits: { query: documentHits(mapping, pass.mapping, pass.metric, key.field), perMember: 0 },
    })),
  }))
  return { settings, plan, keys, login: { query: loginHits(mapping, login, deviceField), perMember: 0 }, documents }
}

/** Rows of the sheet for some players in order of first login, numbered from `seq`. Nothing is written. */
export async function readPlayers(scan: Scan, reading: Reading, members: Members, seq: number): Promise<SheetRow[]> {
  const { plan, settings } = reading
  const keyed = reading.keys.map((key) => keyedBy(scan, key, members))
  const [active, identities, rows, documents] = await Promise.all([
    readActiveSeconds(scan, reading, members),
    readIdentities(scan, reading, members),
    Promise.all(plan.rows.map((pass) => readPass(keyed, members, pass, scan.mapping.uid))),
    Promise.all(reading.documents.map((one) => readDocumentColumn(scan, one, members))),
  ])
  const columns = new Map<string, readonly number[]>()
  plan.rows.forEach((pass, p) => {
    pass.metrics.forEach((name, i) => {
      columns.set(name, rows[p]?.[i] ?? [])
    })
  })
  plan.documents.forEach((pass, p) => {
    columns.set(pass.metric.name, documents[p] ?? [])
  })
  const numberOf = ({ name, window }: VersionedMetric, firstMs: number, at: number): number | null =>
    isKnown(firstMs, window, scan.snapshot.openedAt) ? (columns.get(name)?.[at] ?? null) : null
  return members.map(({ uid, firstMs }, at) => ({
    seq: seq + at,
    uid,
    ...(identities[at] as Identity),
    nickname: null,
    firstMs,
    activeSeconds: active[at] ?? 0,
    metrics: Object.fromEntries(settings.metrics.map((metric) => [metric.name, numberOf(metric, firstMs, at)])),
  }))
}

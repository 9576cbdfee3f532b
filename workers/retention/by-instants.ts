import type { Activity, Definition } from '#core/retention/definition.ts'
import { activeOf, boundsWithin, countWithin, mergerWithin } from '#core/retention/instants.ts'
import { type InstantsPlan, planInstants } from '#core/retention/instants-plan.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { type Metric, windowOf } from '#core/retention/metrics.ts'
import { dayOf, type Range } from '#core/retention/window.ts'
import { type Columns, type GroupsReading, type KnownEvents, type Measured, prepareGroups, readGroups } from '#workers/retention/groups.ts'
import { type IndexInstants, type InstantsByKey, type InstantsQuery, readInstants, readNamedInstants } from '#workers/retention/instants.ts'
import { dayZero, type Key, type Members, roundsByUid, wholeRange } from '#workers/retention/keys.ts'
import type { Scan } from '#workers/retention/scan.ts'

/** Instants that one request is meant to bring: some 2 MB. */
const AIM = 400_000

/** How many documents a player was seen to have: what is known keeps answers small. */
type Learnt = { perMember: number }
type Asked = InstantsPlan['asked'][number] & { key: Key; learnt: Learnt }
type Named = InstantsPlan['named'][number] & { learnt: Learnt }
/** Metrics that are read as instants of documents, and the others. */
export type InstantsReading = {
  activity: Activity
  uid: string
  events: Learnt
  counted: InstantsPlan['counted']
  asked: readonly Asked[]
  named: readonly Named[]
  rest: GroupsReading
  /** Indices of each family whose groups are read beside the events. */
  besides: ReadonlyMap<string, ReadonlySet<string>>
}

export function prepareInstants(mapping: LogMapping, settings: Pick<Definition, 'identity' | 'activity' | 'metrics'>, keys: readonly Key[]): InstantsReading {
  const { counted, asked, named, rest } = planInstants(settings.metrics, mapping, settings.identity)
  const reading = prepareGroups(mapping, rest, settings.activity, keys)
  const byUid: Key = { field: mapping.uid, of: ({ uid }) => uid, besides: false }
  return {
    activity: settings.activity,
    uid: mapping.uid,
    events: { perMember: 100 },
    counted,
    // Whom a document names is a uid, whatever makes a player.
    asked: asked.map((one) => ({ ...one, key: one.field === null ? (keys[0] ?? byUid) : byUid, learnt: { perMember: 5 } })),
    named: named.map((one) => ({ ...one, learnt: { perMember: 20 } })),
    rest: reading,
    besides: new Map(settings.identity === 'uid' ? reading.plan.rows.map(({ family }) => [family, new Set(mapping.families[family]?.indices)]) : []),
  }
}

/** Cuts players into pieces whose documents make an answer of a bearable size, reads them one by one and learns from each. */
async function inPieces<T>(players: readonly T[], learnt: Learnt, read: (piece: readonly T[]) => Promise<number>): Promise<void> {
  for (let from = 0; from < players.length; ) {
    const piece = players.slice(from, from + Math.max(1, Math.floor(AIM / learnt.perMember)))
    from += piece.length
    learnt.perMember = Math.max(learnt.perMember / 2, (await read(piece)) / piece.length, 1)
  }
}

const lengthOf = (lists: Iterable<{ length: number }>): number => {
  let sum = 0
  for (const { length } of lists) sum += length
  return sum
}

type Events = Measured & { kept: InstantsByKey }

/** Active seconds of every player, and the metrics that are counted among the events of the first day. */
async function readEvents(scan: Scan, reading: InstantsReading, members: Members): Promise<Events> {
  const { counted, activity, uid, events } = reading
  const query: InstantsQuery = { filters: [], field: uid, many: false }
  const active = new Array<number>(members.length).fill(0)
  const columns = counted.map(() => new Array<number>(members.length).fill(0))
  const keep = new Set([...reading.besides.values()].flatMap((indices) => [...indices]))
  const kept: InstantsByKey = new Map()
  const merge = mergerWithin()
  const count = (lists: readonly IndexInstants[], place: number): number => {
    const day = dayOf(members[place]?.firstMs ?? 0, 0)
    const instants = lists.map((list) => list.instants)
    active[place] = Math.floor(activeOf(merge(instants, day), activity) / 1000)
    for (const [i, { indices }] of counted.entries()) {
      const column = columns[i] as number[]
      for (const list of lists) if (indices.has(list.index)) column[place] = (column[place] ?? 0) + countWithin(list.instants, day)
    }
    return lengthOf(instants)
  }
  for (const round of roundsByUid(members)) {
    // The range is that of all players, as groups have it: of each player all events are known that a group may hold.
    const range = wholeRange(
      round.map(({ member }) => member),
      dayZero,
    )
    await inPieces(round, events, async (piece) => {
      const places = new Map(piece.map(({ member, place }) => [member.uid, place]))
      let documents = 0
      for (const [key, lists] of await readInstants(scan, query, [...places.keys()], range)) {
        documents += count(lists, places.get(key) as number)
        const some = lists.filter(({ index }) => keep.has(index))
        if (some.length > 0) kept.set(key, some)
      }
      return documents
    })
  }
  return { active, columns: new Map(counted.map(({ metric }, i) => [metric.name, toRule(metric, columns[i] ?? [])])), kept }
}

/** First and last instant of a player's events of a family, for groups that are read without them. */
async function knownEvents(events: Promise<Events>, besides: InstantsReading['besides']): KnownEvents {
  const { kept } = await events
  return (family) => {
    const indices = besides.get(family)
    return (uid, range) => {
      const lists = (kept.get(uid) ?? []).flatMap(({ index, instants }) => (indices?.has(index) ? [instants] : []))
      return boundsWithin(lists, range)
    }
  }
}

const toRule = ({ rule }: Metric, counts: readonly number[]): readonly number[] => (rule.kind === 'any' ? counts.map((count) => Math.min(1, count)) : counts)

type Find = (keys: readonly string[], range: Range) => Promise<Iterable<readonly [string, readonly Float64Array[]]>>

/** Counts what is found for each key within the window of each player who goes by it. */
async function readCounts(members: Members, of: Key['of'], metric: Metric, learnt: Learnt, find: Find): Promise<readonly number[]> {
  const column = new Array<number>(members.length).fill(0)
  const keyed = members.map((member, place) => ({ member, place, key: of(member) })).filter(({ key }) => key !== null)
  await inPieces(keyed, learnt, async (piece) => {
    const players = Map.groupBy(piece, ({ key }) => key ?? '')
    const range = wholeRange(
      piece.map(({ member }) => member),
      metric.window,
    )
    let documents = 0
    for (const [key, lists] of await find([...players.keys()], range)) {
      documents += lengthOf(lists)
      for (const { member, place } of players.get(key) ?? []) {
        const own = windowOf(member.firstMs, metric.window)
        column[place] = lists.reduce((sum, list) => sum + countWithin(list, own), 0)
      }
    }
    return documents
  })
  return toRule(metric, column)
}

const readAsked = (scan: Scan, { metric, filters, field, key, learnt }: Asked, members: Members): Promise<readonly number[]> =>
  readCounts(members, key.of, metric, learnt, async (keys, range) => {
    const found = await readInstants(scan, { filters, field: field ?? key.field, many: field !== null }, keys, range)
    return [...found].map(([name, lists]) => [name, lists.map((list) => list.instants)] as const)
  })

const readNamed = (scan: Scan, { metric, mapping, learnt }: Named, members: Members): Promise<readonly number[]> =>
  readCounts(
    members,
    ({ uid }) => uid,
    metric,
    learnt,
    async (keys, range) => {
      const found = await readNamedInstants(scan, mapping, metric.subject ?? '', keys, range)
      return [...found].map(([name, instants]) => [name, [instants]] as const)
    },
  )

/**
 * Active seconds and metrics of the players of a chunk, from the instants of their documents where those tell.
 * @throws ScriptsRefused, ChunkTooBig where groups must be asked for instead.
 */
export async function readByInstants(scan: Scan, reading: InstantsReading, members: Members): Promise<Measured> {
  const events = readEvents(scan, reading, members)
  const known = reading.besides.size > 0 ? knownEvents(events, reading.besides) : null
  // Whoever waits for the events fails with them; that they failed is told once.
  known?.catch(() => undefined)
  const [{ active, columns }, asked, named, rest] = await Promise.all([
    events,
    Promise.all(reading.asked.map((one) => readAsked(scan, one, members))),
    Promise.all(reading.named.map((one) => readNamed(scan, one, members))),
    readGroups(scan, reading.rest, members, known),
  ])
  const all: Columns = new Map([...columns, ...rest])
  for (const [i, { metric }] of reading.asked.entries()) all.set(metric.name, asked[i] ?? [])
  for (const [i, { metric }] of reading.named.entries()) all.set(metric.name, named[i] ?? [])
  return { active, columns: all }
}

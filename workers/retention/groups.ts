import type { Member } from '#core/retention/cohort.ts'
import type { Activity } from '#core/retention/definition.ts'
import { activeMs, touches } from '#core/retention/fold.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { type Metric, windowOf } from '#core/retention/metrics.ts'
import { type Plan, planPasses, type RowsPass } from '#core/retention/plan.ts'
import { dayOf, type Range } from '#core/retention/window.ts'
import { type DocumentsReading, prepareDocuments, readDocumentColumn } from '#workers/retention/documents.ts'
import { dayZero, isDayZero, type Key, type Keyed, keyedBy, type Members, roundsByUid, wholeRange } from '#workers/retention/keys.ts'
import { type BoundsOf, readExactRows, readRows } from '#workers/retention/rows.ts'
import type { Scan } from '#workers/retention/scan.ts'

/** Metrics that are read as groups of documents, or as the documents themselves. */
export type GroupsReading = { plan: Plan; activity: Activity; keys: readonly Key[]; documents: readonly DocumentsReading[] }
/** The events of the players' first days, by family, once they have been read. */
export type KnownEvents = Promise<(family: string) => BoundsOf>
/** Numbers of the chunk's players, by name of the metric. */
export type Columns = Map<string, readonly number[]>
/** What is measured of the players of a chunk: active seconds and the metrics that are collected. */
export type Measured = { active: readonly number[]; columns: Columns }

export function prepareGroups(mapping: LogMapping, metrics: readonly Metric[], activity: Activity, keys: readonly Key[]): GroupsReading {
  const plan = planPasses(metrics, mapping, activity)
  return { plan, activity, keys, documents: plan.documents.map((pass) => prepareDocuments(mapping, pass, keys)) }
}

/** Active time is of the uid, whatever makes a player. */
export async function readActiveByGroups(scan: Scan, { plan, activity }: GroupsReading, members: Members): Promise<number[]> {
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
      active[place] = Math.floor(activeMs(rows, activity) / 1000)
    }
  }
  return active
}

/** Columns of one pass, one array of numbers per metric. A player without a group is a true 0: every group was counted. */
async function readColumns(keyed: Keyed, members: Members, pass: RowsPass, uidField: string, events: KnownEvents | null): Promise<number[][]> {
  const columns = pass.metrics.map(() => new Array<number>(members.length).fill(0))
  if (keyed.keys.length === 0) return columns
  const selection = { uids: keyed.keys, range: wholeRange(keyed.members, pass.window) }
  const memberOf = (key: string): Member | undefined => members[keyed.at.get(key) ?? -1]
  const ownRange = (key: string): Range | undefined => {
    const member = memberOf(key)
    return member && windowOf(member.firstMs, pass.window)
  }
  const query = keyed.key.besides ? { ...pass.query, other: uidField } : pass.query
  const known = events && isDayZero(pass.window) ? events.then((boundsOf) => boundsOf(pass.family)) : null
  known?.catch(() => undefined)
  const rows = pass.any ? await readRows(keyed.scan, query, selection) : await readExactRows(keyed.scan, query, selection, ownRange, known)
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
async function readPass(keyed: readonly Keyed[], members: Members, pass: RowsPass, uidField: string, events: KnownEvents | null): Promise<number[][]> {
  const found = await Promise.all(keyed.map((one) => readColumns(one, members, pass, uidField, events)))
  return pass.metrics.map((_, i) =>
    members.map((_member, place) => {
      const sum = found.reduce((total, columns) => total + (columns[i]?.[place] ?? 0), 0)
      return pass.any ? Math.min(1, sum) : sum
    }),
  )
}

/** The metrics of a reading for the players of a chunk. With `events`, which are by uid, groups are read without their instants. */
export async function readGroups(scan: Scan, { plan, keys, documents }: GroupsReading, members: Members, events: KnownEvents | null = null): Promise<Columns> {
  const keyed = keys.map((key) => keyedBy(scan, key, members))
  const [rows, read] = await Promise.all([
    Promise.all(plan.rows.map((pass) => readPass(keyed, members, pass, scan.mapping.uid, events))),
    Promise.all(documents.map((one) => readDocumentColumn(scan, one, members))),
  ])
  const ofRows = plan.rows.flatMap((pass, p) => pass.metrics.map((name, i): [string, number[]] => [name, rows[p]?.[i] ?? []]))
  return new Map([...ofRows, ...documents.map(({ pass }, p): [string, number[]] => [pass.metric.name, read[p] ?? []])])
}

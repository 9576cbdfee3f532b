import { compareIdentities, type Identity, textOf, valuesAt } from '#core/retention/cohort.ts'
import { activeMs, touches } from '#core/retention/fold.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { deviceField, loginFamily, metrics } from '#core/retention/metrics.ts'
import { type Plan, planPasses, type RowsPass, type SubjectPass } from '#core/retention/plan.ts'
import { loginHits, subjectHits } from '#core/retention/queries/hits.ts'
import { metricNames, type SheetRow } from '#core/retention/sheet.ts'
import { DAY_MS, dayOf, isOver, type Range, within } from '#core/retention/window.ts'
import { fieldOf, type HitsPass, instantOf, readHits } from '#workers/retention/hits.ts'
import { readExactRows, readRows } from '#workers/retention/rows.ts'
import { incomplete, type Scan, uidText } from '#workers/retention/scan.ts'

/** Players in order of first login. */
export type Members = readonly { uid: string; firstMs: number }[]
/** Passes that read documents, kept from chunk to chunk. */
export type Reading = { plan: Plan; login: HitsPass; subjects: readonly { pass: SubjectPass; hits: HitsPass }[] }
type Chunk = { scan: Scan; members: Members; uids: string[]; at: Map<string, number> }

/** From the first member's day to the last member's. */
const dayRange = (members: Members, day: number): Range => ({
  from: (members[0]?.firstMs ?? 0) + day * DAY_MS,
  to: (members.at(-1)?.firstMs ?? 0) + (day + 1) * DAY_MS,
})

function rangeOf(chunk: Chunk, day: number): (uid: string) => Range | undefined {
  return (uid) => {
    const member = chunk.members[chunk.at.get(uid) ?? -1]
    return member && dayOf(member.firstMs, day)
  }
}

async function readActiveSeconds(chunk: Chunk, plan: Plan): Promise<number[]> {
  const rows = await readExactRows(chunk.scan, plan.activity, { uids: chunk.uids, range: dayRange(chunk.members, 0) }, rangeOf(chunk, 0))
  const byPlayer = Map.groupBy(rows, (row) => row.uid)
  return chunk.uids.map((uid) => Math.floor(activeMs((byPlayer.get(uid) ?? []).sort((a, b) => a.bucket - b.bucket)) / 1000))
}

/** Columns of one pass, one array of numbers per metric. A player without a group is a true 0: every group was counted. */
async function readColumns(chunk: Chunk, pass: RowsPass): Promise<number[][]> {
  const selection = { uids: chunk.uids, range: dayRange(chunk.members, pass.day) }
  const ownRange = rangeOf(chunk, pass.day)
  const columns = pass.metrics.map(() => new Array<number>(chunk.uids.length).fill(0))
  const rows = pass.any ? await readRows(chunk.scan, pass.query, selection) : await readExactRows(chunk.scan, pass.query, selection, ownRange)
  for (const row of rows) {
    const at = chunk.at.get(row.uid)
    if (at === undefined) continue
    const range = ownRange(row.uid) as Range
    columns.forEach((column, i) => {
      if (!pass.any) column[at] = (column[at] ?? 0) + (row.values[i] ?? 0)
      else if ((row.values[i] ?? 0) > 0 && touches(row, range)) column[at] = 1
    })
  }
  return columns
}

async function readSubjectColumn(chunk: Chunk, pass: SubjectPass, from: HitsPass): Promise<number[]> {
  const column = new Array<number>(chunk.uids.length).fill(0)
  const hits = await readHits(chunk.scan, from, chunk.members, (members) => dayRange(members, pass.day))
  const own = rangeOf(chunk, pass.day)
  for (const hit of hits) {
    const named = new Set(valuesAt(hit._source, pass.subject).map(uidText))
    for (const uid of named) {
      const at = chunk.at.get(uid)
      if (at !== undefined && within(instantOf(hit), own(uid) as Range)) column[at] = (column[at] ?? 0) + 1
    }
  }
  return column
}

/** What each player's first login says. Several at one millisecond: the least (see compareIdentities). */
async function readIdentities(chunk: Chunk, from: HitsPass): Promise<Identity[]> {
  const firstLogins = (members: Members): Range => ({ from: members[0]?.firstMs ?? 0, to: (members.at(-1)?.firstMs ?? 0) + 1 })
  const hits = await readHits(chunk.scan, from, chunk.members, firstLogins)
  const found = new Array<Identity | undefined>(chunk.uids.length)
  for (const hit of hits) {
    const at = chunk.at.get(uidText(fieldOf(hit, chunk.scan.mapping.uid)))
    if (at === undefined || instantOf(hit) !== chunk.members[at]?.firstMs) continue
    const read = (path: string) => textOf(valuesAt(hit._source, path))
    const identity = { account: read('auth.id'), country: read('country'), device: read(deviceField) }
    const known = found[at]
    if (!known || compareIdentities(identity, known) < 0) found[at] = identity
  }
  return found.map((identity, at) => {
    if (!identity) throw incomplete(`the first login of ${chunk.uids[at]} did not come`)
    return identity
  })
}

/** What the chunks of one analysis share. */
export function prepareReading(mapping: LogMapping): Reading {
  const login = mapping.families[loginFamily]
  if (!login) throw new Error('an analysis without a login family passed its preflight')
  const plan = planPasses(metrics, mapping)
  const subjects = plan.subjects.map((pass) => ({ pass, hits: { query: subjectHits(pass.mapping, pass.subject, pass.where), perMember: 0 } }))
  return { plan, login: { query: loginHits(mapping, login, deviceField), perMember: 0 }, subjects }
}

/** Rows of the sheet for some players in order of first login, numbered from `seq`. Nothing is written. */
export async function readPlayers(scan: Scan, reading: Reading, members: Members, seq: number): Promise<SheetRow[]> {
  const { plan } = reading
  const uids = members.map((member) => member.uid)
  const chunk: Chunk = { scan, members, uids, at: new Map(uids.map((uid, i) => [uid, i])) }
  const [active, identities, rows, subjects] = await Promise.all([
    readActiveSeconds(chunk, plan),
    readIdentities(chunk, reading.login),
    Promise.all(plan.rows.map((pass) => readColumns(chunk, pass))),
    Promise.all(reading.subjects.map(({ pass, hits }) => readSubjectColumn(chunk, pass, hits))),
  ])
  const columns = new Map<string, { day: number; values: number[] }>()
  plan.rows.forEach((pass, p) => {
    pass.metrics.forEach((name, i) => {
      columns.set(name, { day: pass.day, values: rows[p]?.[i] ?? [] })
    })
  })
  plan.subjects.forEach((pass, p) => {
    columns.set(pass.metric, { day: pass.day, values: subjects[p] ?? [] })
  })
  return members.map(({ uid, firstMs }, at) => {
    const values = metricNames.map((name) => {
      const column = columns.get(name)
      // Day 0 of a player may still go on as well, but its counts so far are what the sheet shows; day 1 is a yes or no.
      const known = column && (column.day === 0 || isOver(firstMs, column.day, scan.snapshot.openedAt))
      return [name, known ? (column.values[at] ?? null) : null]
    })
    const identity = identities[at] as Identity
    return {
      seq: seq + at,
      uid,
      ...identity,
      nickname: null,
      firstMs,
      activeSeconds: active[at] ?? 0,
      metrics: Object.fromEntries(values) as SheetRow['metrics'],
    }
  })
}

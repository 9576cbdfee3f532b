import 'server-only'
import { z } from 'zod'
import type { Definition } from '#core/retention/definition.ts'
import type { FamilyMapping } from '#core/retention/mapping.ts'
import { type Belonging, belongings, type TimelineMapping, timelineQuery } from '#core/retention/queries/timeline.ts'
import { wholeInstants } from '#core/retention/timeline.ts'
import type { Range } from '#core/retention/window.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { EventsQuery, PlayerEvent, PlayerEvents } from '#features/retention/timeline/schema.ts'
import type { SearchClient } from '#server/search/client.ts'
import { type Executor, executor, type SearchAnswer } from '#server/search/execute.ts'
import { exactName, fieldTable, isNested } from '#server/search/fields.ts'
import { sourceIndices } from '#server/search/indices.ts'
import { familyOf, logFamilies } from '#server/search/preflight.ts'

const MOST_BYTES = 32_768
const MOST_OF_INSTANT = 1_000
const ATTEMPTS = 3

/** Who the player is, and what the analysis knows of him by. */
export type Subject = { definition: Definition; uid: string; account: string | null; firstMs: number }

type Found = Pick<PlayerEvents, 'families' | 'items' | 'leftOut' | 'next'>
type Place = { pattern: string; indices: readonly string[]; familyOf: (index: string) => string | null; mapping: TimelineMapping }

const hit = z.object({
  _index: z.string(),
  _id: z.string(),
  _source: z.record(z.string(), z.unknown()).default({}),
  fields: z.object({ '@timestamp': z.tuple([z.coerce.number()], z.unknown()) }),
  matched_queries: z.array(z.string()).default([]),
})
// Where nothing is found the list is left out.
const counted = z.object({ indices: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.number() })).default([]) }) })

/** Indices of the source as it is now, and how this player is found in them. */
async function lookAround(run: Executor, { definition, account }: Subject): Promise<Place> {
  const { source, identity, metrics } = definition
  const others = metrics.flatMap(({ subject, family }) => (subject === null ? [] : [{ field: subject, family }]))
  const fields = ['uid', 'auth.id', ...others.map(({ field }) => field)].flatMap((name) => [name, `${name}.keyword`])
  const { pattern, nameOf } = await sourceIndices(run, source.prefix)
  const answer = await run.call({
    method: 'GET',
    path: `/${encodeURIComponent(pattern)}/_field_caps`,
    query: { fields: [...new Set([...fields, 'body'])].join(','), include_unmapped: 'true' },
  })
  const table = fieldTable(answer)
  const families = [...new Set([...logFamilies, ...metrics.map(({ family }) => family)])]
  const familyOfIndex = (index: string): string | null => familyOf(nameOf(index), source.prefix, families)
  const uid = exactName(table, 'uid', table.indices)
  if (!uid) throw new RunFailure(refuse('field_missing', 422, { field: 'uid' }))
  const authId = identity === 'uid' || account === null ? null : exactName(table, 'auth.id', table.indices)
  const subjects = others.flatMap(({ field, family }) => {
    const indices = table.indices.filter((index) => familyOfIndex(index) === family)
    const name = indices.length > 0 ? exactName(table, field, indices) : null
    if (!name) return []
    const mapping: FamilyMapping = { indices, nested: isNested(table, indices), fields: { [field]: name.name } }
    return [{ field, mapping }]
  })
  const mapping = { uid: uid.name, account: authId && account !== null ? { field: authId.name, value: account } : null, subjects }
  return { pattern, indices: table.indices, familyOf: familyOfIndex, mapping }
}

function eventOf(raw: unknown, place: Place): PlayerEvent {
  const { _index: index, _id: id, _source: document, fields, matched_queries: matched } = hit.parse(raw)
  const bytes = Buffer.byteLength(JSON.stringify(document))
  return {
    at: new Date(fields['@timestamp'][0]).toISOString(),
    family: place.familyOf(index),
    index,
    id,
    by: belongings.find((one: Belonging) => matched.includes(one)) ?? 'uid',
    bytes,
    document: bytes > MOST_BYTES ? null : document,
  }
}

/** In order of time; what happened at one instant in order of index and id, so that every answer shows it alike. */
function eventsOf(answer: SearchAnswer, place: Place): PlayerEvent[] {
  const key = ({ at, index, id }: PlayerEvent): string => `${at} ${index} ${id}`
  return answer.hits.map((raw) => eventOf(raw, place)).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function familiesOf(answer: SearchAnswer, place: Place): Found['families'] {
  const counts = new Map<string | null, number>()
  for (const { key, doc_count } of counted.parse(answer.aggregations).indices.buckets) {
    const family = place.familyOf(key)
    counts.set(family, (counts.get(family) ?? 0) + doc_count)
  }
  return [...counts].map(([family, events]) => ({ family, events })).sort((a, b) => b.events - a.events)
}

function chosenIndices({ families }: EventsQuery, place: Place): string[] | null {
  if (!families) return null
  const wanted = new Set(families.split(','))
  return place.indices.filter((index) => wanted.has(place.familyOf(index) ?? 'other'))
}

/** One page of a player's events. @throws RunFailure with what the cluster or its mapping says. */
export async function readEvents(
  client: SearchClient,
  subject: Subject,
  { range, query, signal }: { range: Range; query: EventsQuery; signal?: AbortSignal | undefined },
): Promise<Found> {
  const run = executor(client, { signal, attempts: ATTEMPTS, whole: true })
  const place = await lookAround(run, subject)
  const after = query.after === undefined ? null : Date.parse(query.after)
  const page = { range, after, size: query.limit + 1, indices: chosenIndices(query, place) }
  const ask = (one: typeof page) => run.search(timelineQuery(subject.uid, place.mapping, one), place.pattern)
  const answer = await ask(page)
  const items = eventsOf(answer, place)
  const families = familiesOf(answer, place)
  const count = wholeInstants(
    items.map(({ at }) => Date.parse(at)),
    items.length > query.limit,
  )
  if (count !== null) return { families, items: items.slice(0, count), leftOut: 0, next: count < items.length ? (items[count - 1]?.at ?? null) : null }
  const from = Date.parse(items[0]?.at ?? '')
  const instant = await ask({ ...page, range: { from, to: from + 1 }, after: null, size: MOST_OF_INSTANT })
  const together = eventsOf(instant, place)
  return { families, items: together, leftOut: instant.total - together.length, next: new Date(from).toISOString() }
}

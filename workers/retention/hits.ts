import { parts } from '#core/retention/chunks.ts'
import { HITS_PER_REQUEST, type HitsQuery } from '#core/retention/queries/hits.ts'
import type { Range } from '#core/retention/window.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import type { SearchAnswer } from '#server/search/execute.ts'
import { incomplete, type Scan, searchSnapshot } from '#workers/retention/scan.ts'

export type Hit = { _source: unknown; fields?: Record<string, unknown[] | undefined> }
type Member = { uid: string }

/** How full a page is meant to be when one request is cut into several. */
const AIM = 0.8

async function searchOnce(scan: Scan, body: object): Promise<SearchAnswer | null> {
  try {
    return await searchSnapshot(scan, body)
  } catch (error) {
    if (error instanceof ChunkTooBig) return null
    throw error
  }
}

function cutTime(range: Range): [Range, Range] {
  const middle = range.from + Math.floor((range.to - range.from) / 2)
  if (middle === range.from) throw incomplete(`more than ${HITS_PER_REQUEST} documents of one player at one instant`)
  return [
    { from: range.from, to: middle },
    { from: middle, to: range.to },
  ]
}

/**
 * All documents that `query` finds for the members. A page holds 10,000 and cannot be gone on with exactly on every
 * version, so a request that finds more is cut by players, and for a single player by time, until each piece fits.
 */
export async function readHits<M extends Member>(
  scan: Scan,
  query: HitsQuery,
  members: readonly M[],
  rangeOf: (members: readonly M[]) => Range,
  range = rangeOf(members),
): Promise<Hit[]> {
  const answer = await searchOnce(
    scan,
    query(
      members.map((member) => member.uid),
      range,
    ),
  )
  if (answer && answer.total <= HITS_PER_REQUEST) {
    if (answer.hits.length !== answer.total) throw incomplete(`${answer.hits.length} of ${answer.total} documents came`)
    return answer.hits as Hit[]
  }
  const some = members.length > 1 ? parts(members, answer ? Math.max(2, Math.ceil(answer.total / (HITS_PER_REQUEST * AIM))) : 2) : null
  const found = await Promise.all(
    some ? some.map((part) => readHits(scan, query, part, rangeOf)) : cutTime(range).map((half) => readHits(scan, query, members, rangeOf, half)),
  )
  return found.flat()
}

/** Instant of a hit in milliseconds, and a field of it as the index holds it. */
export const instantOf = (hit: Hit): number => Number(hit.fields?.['@timestamp']?.[0])
export const fieldOf = (hit: Hit, name: string): unknown => hit.fields?.[name]?.[0]

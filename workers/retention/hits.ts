import { parts } from '#core/retention/chunks.ts'
import { HITS_PER_REQUEST, type HitsQuery } from '#core/retention/queries/hits.ts'
import type { Range } from '#core/retention/window.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import type { SearchAnswer } from '#server/search/execute.ts'
import { incomplete, type Scan, searchSnapshot, uidText } from '#workers/retention/scan.ts'

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

/** One kind of documents to read, and how many of them a player was seen to have: what is known saves requests that find too many. */
export type HitsPass = { query: HitsQuery; perMember: number }

async function readPiece<M extends Member>(
  scan: Scan,
  pass: HitsPass,
  members: readonly M[],
  rangeOf: (members: readonly M[]) => Range,
  range: Range,
): Promise<Hit[]> {
  const uids = members.map((member) => member.uid)
  const answer = await searchOnce(scan, pass.query(uids, range))
  if (answer) pass.perMember = Math.max(pass.perMember, answer.total / members.length)
  if (answer && answer.total <= HITS_PER_REQUEST) {
    if (answer.hits.length !== answer.total) throw incomplete(`${answer.hits.length} of ${answer.total} documents came`)
    return answer.hits as Hit[]
  }
  if (members.length === 1) return (await Promise.all(cutTime(range).map((half) => readPiece(scan, pass, members, rangeOf, half)))).flat()
  const count = answer ? Math.ceil(answer.total / (HITS_PER_REQUEST * AIM)) : 2
  return (await Promise.all(parts(members, Math.max(2, count)).map((part) => readPiece(scan, pass, part, rangeOf, rangeOf(part))))).flat()
}

/**
 * All documents that a pass finds for the members. A page holds 10,000 and cannot be gone on with exactly on every
 * version, so a request that finds more is cut by players, and for a single player by time, until each piece fits.
 */
export async function readHits<M extends Member>(scan: Scan, pass: HitsPass, members: readonly M[], rangeOf: (members: readonly M[]) => Range): Promise<Hit[]> {
  const count = Math.ceil((members.length * pass.perMember) / (HITS_PER_REQUEST * AIM))
  return (await Promise.all(parts(members, count).map((part) => readPiece(scan, pass, part, rangeOf, rangeOf(part))))).flat()
}

/** Instant of a hit in milliseconds, and a field of it as the index holds it. */
export const instantOf = (hit: Hit): number => Number(hit.fields?.['@timestamp']?.[0])
export const fieldOf = (hit: Hit, name: string): unknown => hit.fields?.[name]?.[0]

/** A field of a hit that holds an identity, null where it is absent. */
export const idText = (hit: Hit, field: string): string | null => {
  const { length = 0 } = hit.fields?.[field] ?? []
  if (length > 1) throw incomplete(`a document carries ${length} values of ${field}: whose it is cannot be told`)
  const value = fieldOf(hit, field)
  return value === undefined || value === null ? null : uidText(value)
}

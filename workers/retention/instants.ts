import { errors } from '@opensearch-project/opensearch'
import { readInstants as decode } from '#core/retention/instants.ts'
import type { FamilyMapping } from '#core/retention/mapping.ts'
import type { Dsl } from '#core/retention/queries/filters.ts'
import { digitsFor, type InstantsSelection, instantsBody, namedInstantsBody, TOO_MANY_INSTANTS } from '#core/retention/queries/instants.ts'
import type { Range } from '#core/retention/window.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import type { SearchAnswer } from '#server/search/execute.ts'
import { incomplete, type Scan, searchSnapshot } from '#workers/retention/scan.ts'

/** The source cannot be read by scripts: the cluster allows none, or ids are not single texts. Groups tell the same. */
export class ScriptsRefused extends Error {
  constructor(options?: ErrorOptions) {
    super('the source cannot be read by scripts', options)
    this.name = 'ScriptsRefused'
  }
}

/** Instants of the documents of one index. */
export type IndexInstants = { index: string; instants: Float64Array }
export type InstantsByKey = Map<string, IndexInstants[]>
type Shard = { index?: string | null; other?: number; documents?: number; names?: string[]; texts?: string[] } | null
type Named = { buckets?: { key: unknown; documents: { doc_count: number; instants: { value: string } } }[]; sum_other_doc_count: number }

const says = (error: unknown, text: string): boolean => error instanceof errors.ResponseError && JSON.stringify(error.body).includes(text)

/** A search that runs scripts. @throws ScriptsRefused, ChunkTooBig, and what every search throws. */
export async function searchByScript(scan: Scan, body: Dsl): Promise<SearchAnswer> {
  try {
    return await searchSnapshot(scan, body)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (says(cause, TOO_MANY_INSTANTS)) throw new ChunkTooBig({ cause })
    // A cluster that compiles no more scripts for now would refuse smaller requests as well.
    if (says(cause, 'dynamic script compilations')) throw new ScriptsRefused({ cause })
    if (error instanceof RunFailure && error.refusal.code === 'cluster_refused') throw new ScriptsRefused({ cause: error })
    throw error
  }
}

function selectionOf(field: string, keys: readonly string[], range: Range, many: boolean): InstantsSelection {
  const digits = digitsFor(range)
  if (digits === null) throw new ScriptsRefused()
  return { field, keys, range, digits, many }
}

/** Asks for half of the keys at a time where the cluster cannot answer for all. */
async function inHalves<T>(keys: readonly string[], ask: (keys: readonly string[]) => Promise<Map<string, T>>): Promise<Map<string, T>> {
  try {
    return await ask(keys)
  } catch (error) {
    if (!(error instanceof ChunkTooBig) || keys.length < 2) throw error
    const middle = keys.length >> 1
    const [left, right] = await Promise.all([inHalves(keys.slice(0, middle), ask), inHalves(keys.slice(middle), ask)])
    return new Map([...left, ...right])
  }
}

/** Answers how many documents the shard found. */
function addShard(found: InstantsByKey, shard: Shard, { digits, range, many }: InstantsSelection): number {
  if (shard === null) return 0
  if (shard.other) throw new ScriptsRefused()
  const { index, names = [], texts = [], documents = 0 } = shard
  const lists = decode(texts, digits, range.from)
  let read = 0
  for (const [at, key] of names.entries()) {
    const instants = lists[at] ?? new Float64Array(0)
    read += instants.length
    const known = found.get(key)
    if (known) known.push({ index: index ?? '', instants })
    else found.set(key, [{ index: index ?? '', instants }])
  }
  if (many ? read < documents : read !== documents) throw incomplete(`${read} instants of ${documents} documents`)
  return documents
}

const countInstants = (found: InstantsByKey): number => [...found.values()].flat().reduce((sum, { instants }) => sum + instants.length, 0)

/** Documents that pass `filters` and carry a key in `field`: in one of several with `many`, alone without. */
export type InstantsQuery = { filters: readonly Dsl[]; field: string; many: boolean }

/**
 * The instants of all documents in `range` that a query finds for `keys`. A key without an entry has none: every document
 * of the answer was counted.
 * @throws ScriptsRefused where groups must be asked for instead; ChunkTooBig for a single key with too many documents.
 */
export const readInstants = (scan: Scan, { filters, field, many }: InstantsQuery, keys: readonly string[], range: Range): Promise<InstantsByKey> =>
  inHalves(keys, async (some) => {
    const selection = selectionOf(field, some, range, many)
    const { total, aggregations } = await searchByScript(scan, instantsBody(filters, selection))
    const found: InstantsByKey = new Map()
    const shards = (aggregations.rows as { value?: Shard[] } | undefined)?.value ?? []
    const documents = shards.reduce((sum, shard) => sum + addShard(found, shard, selection), 0)
    if (documents !== total) throw incomplete(`instants of ${documents} of ${total} documents`)
    const asked = new Set(some)
    // Of those who were not asked for only the documents that they share with others were found.
    for (const key of found.keys()) if (!asked.has(key)) found.delete(key)
    // A field that changes what it is asked for (a normalizer) finds documents under keys of another spelling.
    if (countInstants(found) < total) throw new ScriptsRefused()
    return found
  })

/**
 * The instants of documents in `range` whose nested body names one of `keys` in `subject`: a document once for each.
 * @throws as readInstants.
 */
export const readNamedInstants = (
  scan: Scan,
  family: FamilyMapping,
  subject: string,
  keys: readonly string[],
  range: Range,
): Promise<Map<string, Float64Array>> =>
  inHalves(keys, async (some) => {
    const selection = selectionOf(family.fields[subject] ?? subject, some, range, true)
    const { total, aggregations } = await searchByScript(scan, namedInstantsBody(family, subject, selection))
    if (total === 0) return new Map()
    const { buckets = [], sum_other_doc_count = 0 } = (aggregations.rows as { names?: Partial<Named> } | undefined)?.names ?? {}
    if (!Array.isArray(buckets) || sum_other_doc_count > 0) throw incomplete('not every name came')
    const lists = decode(
      buckets.map(({ documents }) => documents.instants.value),
      selection.digits,
      range.from,
    )
    let documents = 0
    const found = new Map<string, Float64Array>()
    for (const [at, { key, documents: own }] of buckets.entries()) {
      const instants = lists[at] ?? new Float64Array(0)
      if (instants.length !== own.doc_count) throw incomplete(`instants of ${instants.length} of ${own.doc_count} documents`)
      if (typeof key !== 'string') throw new ScriptsRefused()
      found.set(key, instants)
      documents += instants.length
    }
    // As above: documents were found under names that nobody asked for.
    if (documents < total) throw new ScriptsRefused()
    return found
  })

import 'server-only'
import { z } from 'zod'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { SearchClient } from '#server/search/client.ts'
import { type Executor, executor } from '#server/search/execute.ts'
import { exactName, type FieldTable, fieldTable, isFit, isNested, numeric, refuseNested } from '#server/search/fields.ts'
import { dynamicsOf, mayHide } from '#server/search/hidden.ts'
import { sourceIndices } from '#server/search/indices.ts'
import { onSnapshot, type Snapshot } from '#server/search/snapshot.ts'

export const logFamilies = [
  'login_comp',
  'tutorial_entry',
  'log_tutorial',
  'survival_sta',
  'survival_end',
  'player_kill',
  'matching_complete',
  'friend',
] as const

export type BodyField = { name: string; numeric: boolean }
export type FamilyFields = { indices: string[]; nested: boolean; fields: Record<string, string>; unfit: string[] }

/** What a source is like: see features/gamelog/schema.ts for the meaning of each. `families` is what queries need of each family. */
export type Found = {
  version: string
  /** What searches of the source name. */
  pattern: string
  indices: { name: string; family: string | null; documents: number }[]
  fields: { uid: string; authId: string | null; country: string | null }
  nestedBody: boolean
  missing: string[]
  /** Fields that the metrics name and no index of their family has: no document can meet a condition on them. */
  absentFields: { family: string; field: string }[]
  /** Fields of metrics that cannot be asked for; empty unless faults are tolerated. */
  faults: FieldFault[]
  horizon: string | null
  newest: string | null
  documents: number
  documentsWithoutUid: number
  families: Record<string, FamilyFields>
  /** Indices whose body is nested. */
  nestedIndices: string[]
  /** Logins name accounts, but players cannot be grouped by them: how many a player has is not known. */
  accountsUncounted: boolean
}

export type FieldFault = { family: string; code: string; field: string; types: string }

export type PreflightOptions = {
  prefix: string
  /** Families to look for besides those of the nine metrics. */
  families?: readonly string[]
  /** Fields to resolve, by family. */
  bodyFields?: (family: string) => BodyField[]
  /** Tells of fields of metrics that cannot be asked for instead of refusing: to look at a source, never to compute. */
  tolerant?: boolean
  /** Whether the account is part of what makes a player. */
  byAccount?: boolean
  snapshot?: Pick<Snapshot, 'id'> | undefined
  signal?: AbortSignal | undefined
}

const fieldNames = ['uid', 'uid.keyword', 'auth.id', 'auth.id.keyword', 'country', 'country.keyword', '@timestamp', 'body', 'body.*']
const MOST_INDICES = 10_000

/**
 * Family of an index: its name goes on with the family after the prefix, then nothing, or a suffix that does not make
 * another word. Of several the longest.
 */
export function familyOf(index: string, prefix: string, families: readonly string[] = logFamilies): string | null {
  const at = index.indexOf(prefix)
  if (at < 0) return null
  const rest = index.slice(at + prefix.length)
  const fitting = families.filter((family) => rest.startsWith(family) && /^($|[-.]|_?\d)/.test(rest.slice(family.length)))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null
}

const rootAnswer = z.object({ version: z.object({ number: z.string() }) })
const inventoryAnswer = z.object({
  // Of indices without documents the list is left out.
  indices: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.number() })).default([]), sum_other_doc_count: z.number() }),
  nobody: z.object({ doc_count: z.number() }),
  newest: z.object({ value: z.number().nullable() }),
  logins: z.object({ oldest: z.object({ value: z.number().nullable() }) }),
})

/** Some accounts may search but not ask for the version: that alone is no reason to refuse. */
async function versionOf(run: Executor): Promise<string> {
  const answer = await run.call({ method: 'GET', path: '/' }).catch((error: unknown) => {
    if (error instanceof RunFailure && error.refusal.params.status === 403) return { version: { number: 'unknown' } }
    throw error
  })
  const root = rootAnswer.safeParse(answer)
  if (!root.success) throw new RunFailure(refuse('source_not_opensearch', 502))
  return root.data.version.number
}

async function fieldsOf(run: Executor, pattern: string, wanted: readonly string[]): Promise<FieldTable> {
  const names = new Set([...fieldNames, ...wanted.filter((name) => !name.startsWith('body.')).flatMap((name) => [name, `${name}.keyword`])])
  const answer = await run.call({
    method: 'GET',
    path: `/${encodeURIComponent(pattern)}/_field_caps`,
    query: { fields: [...names].join(','), include_unmapped: 'true' },
  })
  return fieldTable(answer)
}

function resolveField(table: FieldTable, indices: readonly string[], { name, numeric: mustBeNumber }: BodyField): string | null {
  if (!mustBeNumber) return exactName(table, name, indices)?.name ?? null
  refuseNested(table, name, indices)
  const types = new Set(indices.flatMap((index) => table.typesOf(name).get(index)?.type ?? []))
  const wrong = [...types].find((type) => !numeric.has(type))
  if (wrong !== undefined) throw new RunFailure(refuse('field_not_number', 422, { field: name, type: wrong }))
  return types.size > 0 ? name : null
}

function resolveFamily(table: FieldTable, indices: string[], wanted: BodyField[], onFault: (failure: RunFailure) => void): FamilyFields {
  const fields: Record<string, string> = {}
  for (const field of wanted) {
    try {
      const name = resolveField(table, indices, field)
      if (name !== null) fields[field.name] = name
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error
      onFault(error)
    }
  }
  const unfit = wanted.filter(({ name, numeric }) => fields[name] !== undefined && !isFit(table, fields[name], indices, numeric)).map(({ name }) => name)
  return { indices, nested: isNested(table, indices), fields, unfit }
}

type Wanted = { family: string; indices: readonly string[]; name: string }

/**
 * Fields that documents of an index may hold without its looking at them: conditions would meet nothing in silence. An index
 * that takes in what comes along and does not know a field has no document with it.
 */
async function findHidden(run: Executor, pattern: string, table: FieldTable, wanted: readonly Wanted[]): Promise<(Wanted & { index: string })[]> {
  const unknown = wanted.flatMap((one) => one.indices.filter((index) => !table.typesOf(one.name).has(index)).map((index) => ({ ...one, index })))
  if (unknown.length === 0) return []
  const dynamics = await dynamicsOf(run, pattern)
  return unknown.filter(({ index, name }) => mayHide(dynamics.get(index) ?? {}, name))
}

function checkTime(table: FieldTable): void {
  const types = new Set([...table.typesOf('@timestamp').values()].map((field) => field.type))
  if (types.size > 0 && (types.size > 1 || !types.has('date'))) {
    throw new RunFailure(refuse('field_type_clash', 422, { field: '@timestamp', types: [...types].sort().join(', ') }))
  }
}

/** Identity fields by which nothing is grouped may be unfit for grouping: their values are then read from the documents. */
function nameIfExact(table: FieldTable, field: string, indices: readonly string[]): string | null {
  try {
    return exactName(table, field, indices)?.name ?? null
  } catch (error) {
    if (error instanceof RunFailure) return null
    throw error
  }
}

/**
 * The name of the account. Shards of all indices set about grouping by it, and documents of all are looked for by it: under
 * two names they would be refused, or not be found in silence. Null where logins have none that can be grouped by.
 * @throws RunFailure as exactName does, where the account is part of what makes a player.
 */
function accountName(table: FieldTable, logins: readonly string[], byAccount: boolean): string | null {
  if (nameIfExact(table, 'auth.id', logins) === null) return null
  return byAccount ? (exactName(table, 'auth.id', table.indices)?.name ?? null) : nameIfExact(table, 'auth.id', table.indices)
}

function inventoryBody(uid: string, logins: string[]): object {
  return {
    size: 0,
    aggs: {
      indices: { terms: { field: '_index', size: MOST_INDICES } },
      nobody: { filter: { bool: { must_not: [{ exists: { field: uid } }] } } },
      newest: { max: { field: '@timestamp' } },
      logins: { filter: { terms: { _index: logins } }, aggs: { oldest: { min: { field: '@timestamp' } } } },
    },
  }
}

const iso = (ms: number | null): string | null => (ms === null || !Number.isFinite(ms) ? null : new Date(ms).toISOString())

/**
 * Looks at a source before anything is computed: its indices, how its fields can be asked for, how far back it reaches.
 * Counts are of `snapshot` when one is given.
 * @throws RunFailure source_unreachable, source_unauthorized, source_tls, source_not_opensearch, source_no_indices,
 * source_no_logins, source_index_closed, source_index_blocked, field_missing, field_hidden, field_nested, field_not_exact, field_not_number, field_type_clash, cluster_refused.
 */
export async function preflight(
  client: SearchClient,
  options: PreflightOptions,
  run: Executor = executor(client, { signal: options.signal, attempts: 2 }),
): Promise<Found> {
  const { prefix, bodyFields = () => [], snapshot } = options
  const known = [...new Set([...logFamilies, ...(options.families ?? [])])]
  const version = await versionOf(run)
  const { pattern, nameOf } = await sourceIndices(run, prefix)
  const familyOfIndex = (index: string): string | null => familyOf(nameOf(index), prefix, known)
  const table = await fieldsOf(
    run,
    pattern,
    known.flatMap((family) => bodyFields(family).map(({ name }) => name)),
  )
  checkTime(table)
  const families: Found['families'] = {}
  const faults: FieldFault[] = []
  const onFault = (family: string) => (failure: RunFailure) => {
    if (!options.tolerant) throw failure
    const { field = '', types, type } = failure.refusal.params
    faults.push({ family, code: failure.refusal.code, field: String(field), types: String(types ?? type ?? '') })
  }
  for (const family of known) {
    const indices = table.indices.filter((index) => familyOfIndex(index) === family)
    if (indices.length > 0) families[family] = resolveFamily(table, indices, bodyFields(family), onFault(family))
  }
  const wanted = Object.entries(families).flatMap(([family, { indices }]) => bodyFields(family).map(({ name }) => ({ family, indices, name })))
  for (const { family, name, index } of await findHidden(run, pattern, table, wanted))
    onFault(family)(new RunFailure(refuse('field_hidden', 422, { field: name, index, type: 'dynamic: false' })))
  const uid = exactName(table, 'uid', table.indices)
  const logins = families.login_comp?.indices ?? []
  if (logins.length === 0) throw new RunFailure(refuse('source_no_logins', 422, { prefix, index: `${prefix}login_comp` }))
  if (!uid) throw new RunFailure(refuse('field_missing', 422, { field: 'uid' }))
  const authId = accountName(table, logins, options.byAccount ?? false)
  const body = inventoryBody(uid.name, logins)
  const answer = await (snapshot ? run.search({ ...onSnapshot(snapshot), ...body }) : run.search(body, pattern))
  const found = inventoryAnswer.parse(answer.aggregations)
  if (found.indices.sum_other_doc_count > 0) throw new RunFailure(refuse('source_too_many_indices', 422, { most: MOST_INDICES }))
  const documents = new Map(found.indices.buckets.map((bucket) => [bucket.key, bucket.doc_count]))
  return {
    version,
    pattern,
    indices: table.indices.map((name) => ({ name, family: familyOfIndex(name), documents: documents.get(name) ?? 0 })),
    fields: { uid: uid.name, authId, country: nameIfExact(table, 'country', logins) },
    nestedBody: families.login_comp?.nested ?? false,
    missing: known.filter((family) => !families[family]),
    absentFields: Object.entries(families).flatMap(([family, { fields }]) =>
      bodyFields(family).flatMap(({ name }) => (fields[name] === undefined && !faults.some((fault) => fault.field === name) ? [{ family, field: name }] : [])),
    ),
    faults,
    horizon: iso(found.logins.oldest.value),
    newest: iso(found.newest.value),
    documents: answer.total,
    documentsWithoutUid: found.nobody.doc_count,
    families,
    nestedIndices: table.indices.filter((index) => table.typesOf('body').get(index)?.type === 'nested'),
    accountsUncounted: authId === null && logins.some((index) => table.typesOf('auth.id').has(index)),
  }
}

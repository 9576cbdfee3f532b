import { type Contribution, contributionsOf, namesExactly, Tally } from '#core/retention/documents.ts'
import type { LogMapping } from '#core/retention/mapping.ts'
import { fieldsOf, isKnown, loginFamily, type Metric, windowOf } from '#core/retention/metrics.ts'
import { firstLoginBody } from '#core/retention/queries/cohort.ts'
import { documentHits, HITS_PER_REQUEST } from '#core/retention/queries/hits.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { findSource } from '#features/gamelog/repository.ts'
import { askSource } from '#features/gamelog/service.ts'
import { listVersions } from '#features/retention/metrics/repository.ts'
import type { TryAnswer, TryRequest } from '#features/retention/metrics/schema.ts'
import { keyOf, readDocuments, recordTry } from '#features/retention/tryout/repository.ts'
import type { Executor } from '#server/search/execute.ts'
import { type Found, preflight } from '#server/search/preflight.ts'

const SHOWN = 20

type Hit = { _index: string; _id: string; _source: unknown; fields?: Record<string, unknown[] | undefined> }
type Try = { run: Executor; found: Found; pattern: string; metric: Metric; uid: string /** Whether the documents themselves are wanted. */; full: boolean }
type Origin = { ip: string; requestId: string }

async function metricOf(asked: TryRequest['metric']): Promise<Metric | Refusal> {
  if (typeof asked !== 'string') return asked
  const [latest] = await listVersions(asked)
  return latest ?? refuse('metric_unknown', 404, { names: asked }, 'metric')
}

const mappingOf = (found: Found): LogMapping => ({ uid: found.fields.uid, authId: found.fields.authId, families: found.families })

/** The player's first login from `from` on. */
async function firstLoginOf({ run, found, pattern, uid }: Try, from: number | undefined): Promise<number> {
  const login = found.families[loginFamily] ?? { indices: [], nested: false, fields: {} }
  const answer = await run.search(firstLoginBody(mappingOf(found), login, uid, from === undefined ? {} : { from }), pattern)
  const at = (answer.aggregations.first as { value: number | null } | undefined)?.value ?? null
  if (at === null) throw new RunFailure(refuse('player_without_login', 404, { uid }, 'uid'))
  return at
}

const instantOf = (hit: Hit): number => Number(hit.fields?.['@timestamp']?.[0])

/** Documents that counted, in order of time, each with what it adds. */
async function countedBy(asked: Try, query: object): Promise<{ hit: Hit; adds: Contribution }[]> {
  const { run, pattern, metric, uid, found } = asked
  const answer = await run.search(query, pattern)
  if (answer.total > HITS_PER_REQUEST) throw new RunFailure(refuse('metric_try_too_many', 422, { documents: answer.total, most: HITS_PER_REQUEST }))
  const nested = found.families[metric.family]?.nested ?? false
  const { subject: named } = metric
  if (named !== null && (answer.hits as Hit[]).some((hit) => !namesExactly(hit._source, named)))
    throw new RunFailure(refuse('field_not_exact', 422, { field: named, type: 'long' }))
  return (answer.hits as Hit[])
    .flatMap((hit) => {
      const adds = contributionsOf(hit._source, metric, nested).find(({ subject }) => subject === null || subject === uid)
      return adds ? [{ hit, adds }] : []
    })
    .sort((a, b) => instantOf(a.hit) - instantOf(b.hit) || (a.hit._id < b.hit._id ? -1 : 1))
}

const addsOf = ({ rule }: Metric, adds: Contribution): number | string[] => {
  if (rule.kind === 'distinct') return [...adds.values]
  return rule.kind === 'sum' ? adds.sum : 1
}

/** The first of them, with their documents where those are wanted. */
async function shownOf({ run, pattern, metric, full }: Try, counted: { hit: Hit; adds: Contribution }[]): Promise<TryAnswer['items']> {
  const shown = counted.slice(0, SHOWN)
  const documents = full
    ? await readDocuments(
        run,
        pattern,
        shown.map(({ hit }) => hit),
      )
    : null
  return shown.map(({ hit, adds }) => ({
    index: hit._index,
    id: hit._id,
    at: new Date(instantOf(hit)).toISOString(),
    adds: addsOf(metric, adds),
    ...(documents ? { document: documents.get(keyOf(hit)) ?? null } : {}),
  }))
}

async function tryOn(asked: Try, first: number): Promise<TryAnswer> {
  const { metric, found, uid } = asked
  const window = windowOf(first, metric.window)
  const family = found.families[metric.family]
  const facts = {
    metric: metric.name,
    uid,
    firstLogin: new Date(first).toISOString(),
    window: { from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() },
    absentFields: found.absentFields.filter((one) => one.family === metric.family).map(({ field }) => field),
  }
  if (!family) return { ...facts, value: null, reason: 'not_collected', documents: 0, items: [], query: null }
  const query = { ...documentHits(mappingOf(found), family, metric, found.fields.uid)([uid], window) }
  const counted = await countedBy(asked, query)
  const tally = new Tally()
  for (const { adds } of counted) tally.add(adds)
  const value = tally.value(metric.rule)
  if (!Number.isFinite(value)) throw new RunFailure(refuse('field_not_exact', 422, { field: 'field' in metric.rule ? metric.rule.field : '', type: 'text' }))
  const known = isKnown(first, metric.window, Date.now())
  const items = await shownOf(asked, counted)
  return { ...facts, value: known ? value : null, reason: known ? null : 'not_over', documents: counted.length, items, query }
}

/**
 * One metric of one player, by uid, straight from the documents. Refuses source_unknown, metric_unknown,
 * player_without_login, metric_try_too_many, and what the cluster says. Whole documents are kept in the audit as seen.
 */
export async function tryMetric(who: Principal, request: TryRequest, origin: Origin): Promise<TryAnswer | Refusal> {
  const source = await findSource(request.source)
  if (!source) return refuse('source_unknown', 404, { source: request.source }, 'source')
  const metric = await metricOf(request.metric)
  if (metric instanceof Refusal) return metric
  const full = request.documents ?? false
  if (full) await recordTry(who, { uid: request.uid, source: source.name, metric: metric.name }, origin)
  return askSource(source, async (client, run) => {
    const options = { prefix: source.prefix, families: [metric.family], bodyFields: (family: string) => fieldsOf([metric], family) }
    const found = await preflight(client, options, run)
    const asked = { run, found, pattern: found.pattern, metric, uid: request.uid, full }
    const first =
      request.at === undefined ? await firstLoginOf(asked, request.from === undefined ? undefined : Date.parse(request.from)) : Date.parse(request.at)
    return tryOn(asked, first)
  })
}

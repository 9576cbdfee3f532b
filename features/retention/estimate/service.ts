import { etaOf } from '#core/retention/estimate.ts'
import { fieldsOf, loginFamily } from '#core/retention/metrics.ts'
import { documentsBody, playersBody } from '#core/retention/queries/estimate.ts'
import { DAY_MS } from '#core/retention/window.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { askSource } from '#features/gamelog/service.ts'
import { listPastCosts } from '#features/retention/estimate/repository.ts'
import type { Estimate } from '#features/retention/estimate/schema.ts'
import type { AnalysisRequest } from '#features/retention/schema.ts'
import { readRequest } from '#features/retention/service.ts'
import { preflight } from '#server/search/preflight.ts'

/** Counts what an analysis would meet, by two cheap searches. Refuses what startAnalysis refuses, and what the cluster says. */
export async function estimateAnalysis(_who: Principal, request: AnalysisRequest): Promise<Estimate | Refusal> {
  const read = await readRequest(request)
  if (read instanceof Refusal) return read
  const { source, window, metrics } = read
  const asked = await askSource(source, async (client, run) => {
    const options = { prefix: source.prefix, families: metrics.map(({ family }) => family), bodyFields: (family: string) => fieldsOf(metrics, family) }
    const found = await preflight(client, options, run)
    const { pattern } = found
    const mapping = { ...found.fields, families: found.families }
    const lastDay = Math.max(1, ...metrics.map((metric) => metric.window.toDay))
    const [logins, documents] = await Promise.all([
      run.search(playersBody(mapping, found.families[loginFamily] ?? { indices: [], nested: false, fields: {} }, window), pattern),
      run.search(documentsBody({ from: window.from, to: window.to + lastDay * DAY_MS }), pattern),
    ])
    const players = (logins.aggregations.players as { value: number } | undefined)?.value ?? 0
    return { logins: logins.total, players, documents: documents.total, horizon: found.horizon, notCollected: found.missing }
  })
  if (asked instanceof Refusal) return asked
  const past = await listPastCosts(source.id)
  const players = Math.min(asked.players, request.sample ?? asked.players)
  return { ...asked, playersApproximate: true, etaMs: etaOf(players, past), basedOn: past.length }
}

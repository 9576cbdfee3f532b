import type { LogEvent } from '#core/retention/oracle.ts'
import { castSize, eventsOf } from '#core/sample/events.ts'
import { arrivalsOf, firstDayOf, planOf, type SamplePlan } from '#core/sample/plan.ts'
import type { SearchClient } from '#server/search/client.ts'
import { writeLogs } from '#workers/retention/testing/log-indices.ts'

const SEED = 20_251_101
/** Members of the cast whose events are written together. */
const MEMBERS = 500

export type BenchLogs = { plan: SamplePlan; window: { from: number; to: number }; events: number; kept: LogEvent[] | null }

/**
 * Writes the logs of the sample game for about `players` new players under `prefix`. `keep` holds on to all events, for
 * an oracle that looks at every one of them.
 */
export async function writeSample(client: SearchClient, prefix: string, players: number, keep: boolean): Promise<BenchLogs> {
  const plan = planOf(players, SEED, firstDayOf(Date.now()))
  const { fromMs, toMs } = arrivalsOf(plan)
  const kept: LogEvent[] | null = keep ? [] : null
  let events = 0
  const size = castSize(plan)
  for (let member = 0; member < size; member += MEMBERS) {
    const some: LogEvent[] = []
    for (let i = member; i < Math.min(size, member + MEMBERS); i++) {
      for (const { family, at, uid, account, country, body } of eventsOf(plan, i))
        some.push({ family, at, uid, account, country, body: body as Record<string, unknown> })
    }
    await writeLogs(client, prefix, { body: 'nested', text: 'text+keyword', suffix: '' }, some)
    events += some.length
    for (const event of some) kept?.push(event)
  }
  return { plan, window: { from: fromMs, to: toMs }, events, kept }
}

import { byHour, hourShift } from '#core/retention/by-hour.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { offsetAt } from '#core/shared/zoned.ts'
import { countByHour } from '#features/retention/hours/repository.ts'
import type { HoursAnswer } from '#features/retention/hours/schema.ts'
import { loadAnalysis } from '#features/retention/service.ts'

/** First logins by hour of the source's clock. Refused (analysis_unfinished) until the run has succeeded: a part must not pass for the whole. */
export async function loadByHour(who: Principal, id: string): Promise<HoursAnswer | Refusal> {
  const analysis = await loadAnalysis(who, id)
  if (!('run' in analysis)) return analysis
  const { run, zone } = analysis
  if (run.state !== 'succeeded') return refuse('analysis_unfinished', 409, { state: run.state })
  const window = { from: Date.parse(analysis.from), to: Date.parse(analysis.to) }
  const shift = hourShift(offsetAt(window.from, zone))
  const rows = byHour(window, await countByHour(BigInt(run.id), shift), shift)
  return { zone, items: rows.map(({ at, ...row }) => ({ at: new Date(at).toISOString(), ...row })) }
}

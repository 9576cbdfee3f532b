import { byHour, countByHour, hourShift } from '#core/retention/by-hour.ts'
import { FIRST_LOGIN } from '#core/retention/columns/conditions.ts'
import { RETENTION_METRIC } from '#core/retention/metrics.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { offsetAt } from '#core/shared/zoned.ts'
import type { HoursAnswer } from '#features/retention/hours/schema.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { findNumbers } from '#features/retention/sheet/repository.ts'
import { openSheet } from '#features/retention/sheet/service.ts'

/** First logins by hour of the source's clock. Refused (analysis_unfinished) until the run has succeeded: a part must not pass for the whole. */
export async function loadByHour(who: Principal, id: string): Promise<HoursAnswer | Refusal> {
  const analysis = await loadAnalysis(who, id)
  if (!('run' in analysis)) return analysis
  const { run, zone } = analysis
  if (run.state !== 'succeeded') return refuse('analysis_unfinished', 409, { state: run.state })
  const window = { from: Date.parse(analysis.from), to: Date.parse(analysis.to) }
  const shift = hourShift(offsetAt(window.from, zone))
  const sheet = await openSheet(id)
  if (sheet instanceof Refusal) return sheet
  const [first, d1] = await Promise.all([findNumbers(sheet, FIRST_LOGIN), findNumbers(sheet, RETENTION_METRIC)])
  const rows = byHour(window, countByHour(first, d1, shift), shift)
  return { zone, items: rows.map(({ at, ...row }) => ({ at: new Date(at).toISOString(), ...row })) }
}

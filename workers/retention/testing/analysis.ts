import { type LogEvent, oracleSheet } from '#core/retention/oracle.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { RunFailure } from '#core/shared/refusal.ts'
import { findAnalysis } from '#features/retention/repository.ts'
import { type Receipt, receipt, type Summary, summary } from '#features/retention/schema.ts'
import { handle } from '#workers/retention/analyse.ts'
import { type AnalysisInput, finish, type PlainRun, plainRun, prepareAnalysis, storedSheet } from '#workers/retention/testing/plain-run.ts'

export type Analysed = { runId: bigint; run: PlainRun; sheet: SheetRow[]; summary: Summary; receipt: Receipt }

/** Runs a whole analysis on the real database, without the platform of runs around it, and reads what it stored. */
export async function analyse(input: AnalysisInput, settle: (run: PlainRun) => void = () => {}): Promise<Analysed> {
  const runId = await prepareAnalysis(input)
  const run = plainRun(runId)
  settle(run)
  await finish(await handle(run))
  const row = await findAnalysis(runId)
  return { runId, run, sheet: await storedSheet(runId), summary: summary.parse(row?.summary), receipt: receipt.parse(row?.receipt) }
}

/** What an analysis must have found in `events`. */
export function truthOf(events: readonly LogEvent[], input: Pick<AnalysisInput, 'from' | 'to'>, found: Analysed, missing: readonly string[] = []): SheetRow[] {
  const { from, to } = input
  return oracleSheet(events, { from, to, lookbackFrom: null, openedAt: Date.parse(found.receipt.snapshotOpenedAt), missing })
}

/** Code and values of the reason for which an analysis failed, and what could be seen of it: nothing, or the test fails. */
export async function failureOf(input: AnalysisInput, settle: (run: PlainRun) => void = () => {}): Promise<Record<string, string | number>> {
  const runId = await prepareAnalysis(input)
  const run = plainRun(runId)
  settle(run)
  const error = await handle(run).then(
    () => new Error('the analysis did not fail'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof RunFailure)) throw error
  const row = await findAnalysis(runId)
  if (row?.summary !== null || row.receipt !== null) throw new Error('a failed analysis shows a result')
  if ((await storedSheet(runId)).length > 0) throw new Error('a failed analysis shows rows')
  return { code: error.refusal.code, ...error.refusal.params }
}

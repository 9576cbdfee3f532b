import { breakDown } from '#core/retention/breakdown.ts'
import { encodeNumbers, type Numbers } from '#core/retention/columns/numbers.ts'
import { ranksOfTexts, valuesOf } from '#core/retention/columns/order.ts'
import { ACTIVE, type Block, codeColumns, ranksName, textColumns } from '#core/retention/columns/sheet.ts'
import type { Codes, Texts } from '#core/retention/columns/texts.ts'
import { distribute } from '#core/retention/distribution.ts'
import { RETENTION_METRIC } from '#core/retention/metrics.ts'
import { type FunnelStep, funnelColumns, reached, type SheetSummary, summarise, totalsOf } from '#core/retention/summary.ts'
import type { AnalysePayload } from '#features/retention/jobs.ts'
import { findColumn, findNumbers, insertBlocks, type StoredSheet } from '#features/retention/sheet/repository.ts'
import type { Facts } from '#features/retention/sheet/schema.ts'
import { letGo } from '#workers/retention/let-go.ts'
import type { RunContext } from '#workers/run-context.ts'

/** Ranks in blocks of the same rows as the sheet's own. */
function rankBlocks(sheet: StoredSheet, name: string, texts: Texts): Block[] {
  const ranks = ranksOfTexts(texts)
  return sheet.starts.map((block, i) => {
    const values = valuesOf(ranks, block, sheet.starts[i + 1])
    return { name: ranksName(name), block, size: values.length, data: encodeNumbers(values) }
  })
}

/** Stores in which order the texts come that nearly every player has another one of: nobody could wait for that. */
export async function writeRanks(context: RunContext<AnalysePayload>, sheet: StoredSheet): Promise<void> {
  for (const name of textColumns) {
    await context.step({
      name: `finish/ranks/${name}`,
      work: async () => {
        letGo(sheet.rows)
        const { data } = await findColumn(sheet, name)
        letGo(sheet.rows)
        return rankBlocks(sheet, name, data as Texts)
      },
      commit: (tx, blocks) => insertBlocks(tx, sheet.runId, blocks),
      memo: () => null,
      advance: 0,
    })
  }
}

/** What is counted over the whole sheet, one column after the other, so that no more than two of them are in memory. */
export async function countSheet(sheet: StoredSheet, sampledFrom: number | null): Promise<{ summary: SheetSummary; facts: Facts }> {
  letGo(sheet.rows)
  const d1 = await findNumbers(sheet, RETENTION_METRIC)
  const active = await findNumbers(sheet, ACTIVE)
  const facts: Facts = { breakdowns: [], distributions: [] }
  const funnel = new Map<string, FunnelStep>()
  for (const name of [ACTIVE, ...sheet.metrics]) {
    const column: Numbers = name === ACTIVE ? active : await findNumbers(sheet, name)
    facts.distributions.push({ column: name, ...distribute(name, column) })
    funnel.set(name, { column: name, players: reached(column) })
  }
  for (const by of codeColumns) facts.breakdowns.push({ by, ...breakDown((await findColumn(sheet, by)).data as Codes, d1, active) })
  const steps = funnelColumns.flatMap((name) => funnel.get(name) ?? [])
  return { summary: summarise(totalsOf(d1, active, steps), sampledFrom), facts }
}

import { compareSchemas, type TablePair } from '#core/datasheets/compare/schema-differences.ts'
import { type DatabaseReader, readDatabase } from '#workers/datasheets/child/database-reader.ts'
import { DatabaseSide } from '#workers/datasheets/child/database-side.ts'
import type { CompareJob } from '#workers/datasheets/child/job.ts'
import { orderOf, planPair, type TablePlan } from '#workers/datasheets/child/table-plan.ts'
import { lossRemarks } from '#workers/datasheets/child/table-remarks.ts'
import { type Given, type Progress, TablesRun } from '#workers/datasheets/child/tables-run.ts'

/** Compares the tables of two game databases, each as of one moment: what would make those of the second equal to the first. */
export class CompareRun {
  private readonly job: CompareJob
  private readonly tables: TablesRun
  private readonly source: DatabaseReader

  constructor(job: CompareJob, progress: Progress) {
    this.job = job
    this.tables = new TablesRun(job, progress)
    this.source = readDatabase({ url: job.sourceUrl, allowed: job.source.allowed, seed: job.seed }, true)
  }

  /** @throws GameDatabaseFailed for either database. */
  async run(): Promise<void> {
    const run = this.tables
    const [from, to] = await run.timed('schema', () => Promise.all([this.source.opened, run.database.opened]))
    const { pairs, differences } = compareSchemas(from.tables, to.tables, this.job.tables)
    const plans = new Map(pairs.map((pair, number) => [this.planOf(number, pair), pair]))
    await run.compareAll([...plans.keys()], to.tables, this.given(plans))
    await this.source.end()
    run.writeResult({ schemaFingerprint: to.fingerprint, readAt: to.readAt, unreadSheets: [], schema: differences })
  }

  private planOf(number: number, pair: TablePair): TablePlan {
    const rules = this.job.mapping.tables.find(({ table }) => table === pair.to.name)?.rules ?? []
    return planPair(number, pair, rules, this.job.source.name)
  }

  private given(pairs: ReadonlyMap<TablePlan, TablePair>): Given {
    const sides = new Map([...pairs.keys()].map((plan) => [plan, new DatabaseSide(plan, this.job.folder, this.job.seed, this.tables.found)]))
    // One after the other, while the target is read by a thread of its own.
    const reads = new Map([...sides].map(([plan, side]) => [plan, this.source.read(this.orderOf(plan, side, pairs.get(plan) as TablePair))]))
    return {
      rowsOf: async (plan) => {
        const side = sides.get(plan) as DatabaseSide
        const read = await this.tables.timed('source', async () => reads.get(plan))
        if (read) await this.tables.timed('rows', () => side.take(read))
        await this.tables.timed('weights', () => side.weigh(this.tables.weigher))
        return side
      },
      basesOf: () => [],
      sheetsOf: (plan, { reads: [read] }) => [{ file: this.job.source.name, sheet: plan.table.name, rows: read?.rows ?? 0, hiddenRows: 0, hidden: false }],
      remarksOn: (plan, _, counted) => lossRemarks(plan, counted),
    }
  }

  /** Rows as the target would write them, whose keys the target's server weighs. */
  private orderOf(plan: TablePlan, side: DatabaseSide, { from, to, columns }: TablePair): ReturnType<typeof orderOf> {
    const order = orderOf(plan, side.path)
    const places = plan.layouts[0] ?? []
    const layout = places.map((place) => columns.indexOf(plan.written.names[place] as string))
    return { ...order, table: from, as: to, columns, key: side.weighed ? [] : order.key, layouts: [layout] }
  }
}

import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { planDigest } from '#core/datasheets/diff/digest.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { columnChanges } from '#core/datasheets/summary/column-changes.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { AfterImport, type Compared, hasChecks, type ReadColumns } from '#workers/datasheets/child/after-import.ts'
import { type Compared as Counted, TableComparison } from '#workers/datasheets/child/compare-table.ts'
import { type DatabaseReader, readDatabase, type TableRead } from '#workers/datasheets/child/database-reader.ts'
import { Findings } from '#workers/datasheets/child/findings.ts'
import type { ComparisonJob, DiffResult, DiffStage } from '#workers/datasheets/child/job.ts'
import type { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import { cpuMs, peakBytes } from '#workers/datasheets/child/spent.ts'
import type { SliceBase } from '#workers/datasheets/child/stamps.ts'
import { orderOf, type TablePlan } from '#workers/datasheets/child/table-plan.ts'
import { Weigher } from '#workers/datasheets/child/weigher.ts'

export type Progress = (stage: DiffStage, rows: number) => void

/** What a table has while its findings are still to come. */
export const uncounted = { errors: 0, warnings: 0 }

/** Where the rows come from that the tables of the database are to have. */
export type Given = {
  /** All rows of a table. */
  rowsOf: (plan: TablePlan) => Promise<SheetSide>
  /** What exports say of them, by slice. */
  basesOf: (plan: TablePlan) => readonly (SliceBase | null)[]
  sheetsOf: (plan: TablePlan, rows: SheetSide) => TableResult['sheets']
  remarksOn: (plan: TablePlan, rows: SheetSide, counted: Counted) => Finding[]
}

/** Compares the tables of a game database with what they are to be, and leaves the result in the job's folder. */
export class TablesRun {
  readonly database: DatabaseReader
  readonly weigher: Weigher
  /** By the number of the table. */
  readonly results: TableResult[] = []
  private readonly job: ComparisonJob
  private readonly progress: Progress
  private readonly findings: Findings
  private readonly durations: Record<string, number> = {}
  private givenRows = 0

  constructor(job: ComparisonJob, progress: Progress) {
    this.job = job
    this.progress = progress
    this.findings = new Findings(`${job.folder}/findings.ndjson`, job.findingsPerCode)
    this.database = readDatabase({ url: job.url, allowed: job.allowed, seed: job.seed })
    this.weigher = new Weigher(job.url)
  }

  readonly found = (finding: Finding): void => this.findings.add(finding)

  async timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const began = performance.now()
    const value = await work()
    this.durations[name] = Math.round((this.durations[name] ?? 0) + performance.now() - began)
    return value
  }

  async compareAll(plans: readonly TablePlan[], schema: readonly TableDef[], given: Given): Promise<void> {
    const reads = plans.map((plan) => this.database.read(orderOf(plan, this.pathOf(plan, 'rows'))))
    const rules = plans.flatMap(({ mapping }) => mapping.rules)
    const open: Compared[] = []
    for (const [at, plan] of plans.entries()) {
      const rows = await given.rowsOf(plan)
      this.givenRows += rows.index.size
      const read = await this.timed('database', () => reads[at] as Promise<TableRead>)
      this.progress('compare', this.givenRows)
      const comparison = new TableComparison(plan, rows, { path: this.pathOf(plan, 'rows'), read }, this.found)
      const checked = hasChecks(plan, schema, rules)
      this.results[plan.number] = await this.timed('compare', () => this.compareTable(plan, rows, comparison, given, checked))
      if (checked) open.push({ plan, comparison })
      else await this.forget(plan, comparison)
    }
    await this.timed('rules', () => new AfterImport(open, schema, this.weigher, this.columnsReader(schema), this.found).check())
    for (const { plan, comparison } of open) await this.forget(plan, comparison)
    await this.weigher.close()
    await this.database.end()
  }

  writeResult(known: Pick<DiffResult, 'schemaFingerprint' | 'readAt' | 'unreadSheets' | 'schema'>): void {
    const tables = this.results.map((result) => ({
      ...result,
      errors: this.findings.of(result.table, 'error'),
      warnings: this.findings.of(result.table, 'warning'),
    }))
    const result: DiffResult = {
      ...known,
      tables,
      findings: this.findings.end(),
      sha256: planDigest(tables),
      durationsMs: this.durations,
      peakBytes: peakBytes(),
      cpuMs: cpuMs(),
    }
    writeFileSync(`${this.job.folder}/result.json`, JSON.stringify(result))
  }

  private async forget(plan: TablePlan, comparison: TableComparison): Promise<void> {
    comparison.close()
    for (const kind of ['sheets', 'keyed', 'rows'] as const) await rm(this.pathOf(plan, kind), { force: true })
  }

  /** Columns of tables that nothing is given for, from the same snapshot. */
  private columnsReader(schema: readonly TableDef[]): ReadColumns {
    return async (table, columns) => {
      const number = this.results.length + schema.indexOf(table)
      const path = `${this.job.folder}/${number}.other`
      return { path, read: await this.database.read({ number, table, path, columns, key: [], slices: [], layouts: [] }) }
    }
  }

  private pathOf({ number }: TablePlan, kind: 'sheets' | 'keyed' | 'rows' | 'ops.ndjson' | 'apart.ndjson'): string {
    return `${this.job.folder}/${number}.${kind}`
  }

  private compareTable(plan: TablePlan, rows: SheetSide, comparison: TableComparison, given: Given, checked: boolean): TableResult {
    rows.build()
    comparison.compare(checked)
    comparison.setApart(given.basesOf(plan), this.pathOf(plan, 'apart.ndjson'))
    const summary = columnChanges(plan.columns)
    const places = new Map(plan.written.names.map((name, place) => [name, place]))
    const counted = comparison.write(this.pathOf(plan, 'ops.ndjson'), ({ op, cells }) => {
      if (op !== 'update') return
      for (const column in cells) summary.add(places.get(column) ?? -1, cells[column]?.[0] ?? null, cells[column]?.[1] ?? null)
    })
    given.remarksOn(plan, rows, counted).forEach(this.found)
    const columns = new Set(plan.layouts.flat())
    return {
      table: plan.table.name,
      sheets: given.sheetsOf(plan, rows),
      columns: plan.written.names.filter((_, place) => columns.has(place)),
      key: plan.key.map(({ name }) => name),
      ...counted,
      ...uncounted,
      byColumn: summary.finish(),
    }
  }
}

import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { keyOf } from '#core/datasheets/mapping/defaults.ts'
import { resolveSheets } from '#core/datasheets/mapping/resolve.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { columnChanges } from '#core/datasheets/summary/column-changes.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { AfterImport, type Compared, hasChecks, type ReadColumns } from '#workers/datasheets/child/after-import.ts'
import { TableComparison } from '#workers/datasheets/child/compare-table.ts'
import { type DatabaseReader, readDatabase, type TableRead } from '#workers/datasheets/child/database-reader.ts'
import { Findings } from '#workers/datasheets/child/findings.ts'
import type { DiffJob, DiffResult, DiffStage } from '#workers/datasheets/child/job.ts'
import { OpenFiles } from '#workers/datasheets/child/open-files.ts'
import { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import { cpuMs, peakBytes } from '#workers/datasheets/child/spent.ts'
import { type SliceBase, Stamps } from '#workers/datasheets/child/stamps.ts'
import { orderOf, planTable, type SheetOfTable, type TablePlan } from '#workers/datasheets/child/table-plan.ts'
import { tableRemarks } from '#workers/datasheets/child/table-remarks.ts'
import { unreadSheets } from '#workers/datasheets/child/unread-sheets.ts'
import { Weigher } from '#workers/datasheets/child/weigher.ts'

export type Progress = (stage: DiffStage, rows: number) => void

const progressRows = 5_000
/** What a table has while its findings are still to come. */
const uncounted = { errors: 0, warnings: 0 }
const nothing = { insert: 0, update: 0, delete: 0, unchanged: 0, rowsBefore: 0, byColumn: [] }

const isSound = (sheets: readonly SheetOfTable[]): boolean => !sheets.some(({ header }) => header.findings.some(({ level }) => level === 'error'))

/** Compares the files of a job with the game database and leaves the result in the job's folder. */
export class DiffRun {
  private readonly job: DiffJob
  private readonly progress: Progress
  private readonly findings: Findings
  private readonly database: DatabaseReader
  private readonly durations: Record<string, number> = {}
  private readonly results: TableResult[] = []
  private readonly bases = new Map<TablePlan, (SliceBase | null)[]>()
  private readRows = 0

  constructor(job: DiffJob, progress: Progress) {
    this.job = job
    this.progress = progress
    this.findings = new Findings(`${job.folder}/findings.ndjson`, job.findingsPerCode)
    this.database = readDatabase({ url: job.url, allowed: job.allowed, seed: job.seed })
  }

  /** @throws Unreadable for a file that is refused, GameDatabaseFailed for the database. */
  async run(): Promise<void> {
    const files = await this.timed('open', () => OpenFiles.open(this.job))
    files.remarks().forEach(this.found)
    // Neither needs the other: the texts of the files, and the tables of the database.
    const [{ tables, fingerprint, readAt }] = await Promise.all([this.timed('schema', () => this.database.opened), this.timed('texts', () => files.warm())])
    const { readings, findings } = resolveSheets(this.job.mapping, tables, files.uploaded)
    findings.forEach(this.found)
    const stamps = await this.timed('stamps', () => Stamps.read(files, this.job.environment, this.found))
    const stamped = readings.map((reading) => stamps.readingOf(reading))
    const plans = await this.timed('headers', () => this.planTables(files, stamped))
    for (const plan of plans) this.bases.set(plan, stamps.basesOf(plan))
    await this.compareAll(files, plans, tables)
    await this.database.end()
    await files.close()
    this.writeResult({ schemaFingerprint: fingerprint, readAt, unreadSheets: unreadSheets(files.uploaded, readings, findings) })
  }

  private readonly found = (finding: Finding): void => this.findings.add(finding)

  private async timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const began = performance.now()
    const value = await work()
    this.durations[name] = Math.round((this.durations[name] ?? 0) + performance.now() - began)
    return value
  }

  /** Tables are numbered by name. One whose header cannot be read is not compared at all: its result is written here. */
  private async planTables(files: OpenFiles, readings: readonly SheetOfTable['reading'][]): Promise<TablePlan[]> {
    const sheets: SheetOfTable[] = []
    for (const reading of readings) {
      const header = await files.header(reading)
      header.findings.forEach(this.found)
      sheets.push({ reading, header })
    }
    const byTable = Map.groupBy(sheets, ({ reading }) => reading.table.name)
    const names = [...byTable.keys()].sort()
    const plans: TablePlan[] = []
    for (const [name, group] of byTable) {
      const number = names.indexOf(name)
      if (isSound(group)) plans.push(planTable(number, group))
      else this.results[number] = stoppedResult(group, files)
    }
    return plans
  }

  private async compareAll(files: OpenFiles, plans: readonly TablePlan[], schema: readonly TableDef[]): Promise<void> {
    const weigher = new Weigher(this.job.url)
    const reads = plans.map((plan) => this.database.read(orderOf(plan, this.pathOf(plan, 'rows'))))
    const rules = plans.flatMap(({ mapping }) => mapping.rules)
    const open: Compared[] = []
    for (const [at, plan] of plans.entries()) {
      const sheets = new SheetSide(plan, this.job.folder, this.job.seed, this.found)
      await this.timed('sheets', () => sheets.fill(this.counted(files)))
      await this.timed('weights', () => sheets.weigh(weigher))
      const read = await this.timed('database', () => reads[at] as Promise<TableRead>)
      this.progress('compare', this.readRows)
      const comparison = new TableComparison(plan, sheets, { path: this.pathOf(plan, 'rows'), read }, this.found)
      const checked = hasChecks(plan, schema, rules)
      this.results[plan.number] = await this.timed('compare', () => this.compareTable(plan, sheets, comparison, files, checked))
      if (checked) open.push({ plan, comparison })
      else await this.forget(plan, comparison)
    }
    await this.timed('rules', () => new AfterImport(open, schema, weigher, this.columnsReader(schema), this.found).check())
    for (const { plan, comparison } of open) await this.forget(plan, comparison)
    await weigher.close()
  }

  private async forget(plan: TablePlan, comparison: TableComparison): Promise<void> {
    comparison.close()
    for (const kind of ['sheets', 'keyed', 'rows'] as const) await rm(this.pathOf(plan, kind), { force: true })
  }

  /** Columns of tables that no sheet speaks of, from the same snapshot. */
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

  /** Reading that says how far it is. */
  private counted(files: OpenFiles): ReturnType<OpenFiles['reader']> {
    const read = files.reader(this.found)
    return (source, taker) =>
      read(source, (date1904) => {
        const take = taker(date1904)
        return (row) => {
          take(row)
          if (++this.readRows % progressRows === 0) this.progress('sheets', this.readRows)
        }
      })
  }

  private compareTable(plan: TablePlan, sheets: SheetSide, comparison: TableComparison, files: OpenFiles, checked: boolean): TableResult {
    sheets.build()
    comparison.compare(checked)
    comparison.setApart(this.bases.get(plan) ?? [], this.pathOf(plan, 'apart.ndjson'))
    // Digests of many rows: nobody asks for them again.
    this.bases.delete(plan)
    const summary = columnChanges(plan.columns)
    const places = new Map(plan.written.names.map((name, place) => [name, place]))
    const compared = comparison.write(this.pathOf(plan, 'ops.ndjson'), ({ op, cells }) => {
      if (op !== 'update') return
      for (const column in cells) summary.add(places.get(column) ?? -1, cells[column]?.[0] ?? null, cells[column]?.[1] ?? null)
    })
    tableRemarks(plan, sheets, compared, (file, sheet) => files.isHidden(file, sheet)).forEach(this.found)
    const columns = new Set(plan.layouts.flat())
    return {
      table: plan.table.name,
      sheets: plan.sources.map(({ reading: { file, sheet } }, at) => {
        const { rows = 0, hiddenRows = 0 } = sheets.reads[at] ?? {}
        return { file, sheet, rows, hiddenRows, hidden: files.isHidden(file, sheet) }
      }),
      columns: plan.written.names.filter((_, place) => columns.has(place)),
      key: plan.key.map(({ name }) => name),
      ...compared,
      ...uncounted,
      byColumn: summary.finish(),
    }
  }

  private writeResult(known: Pick<DiffResult, 'schemaFingerprint' | 'readAt' | 'unreadSheets'>): void {
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
}

function stoppedResult(sheets: readonly SheetOfTable[], files: OpenFiles): TableResult {
  const { table, tableMapping } = (sheets[0] as SheetOfTable).reading
  return {
    table: table.name,
    sheets: sheets.map(({ reading: { file, sheet } }) => ({ file, sheet, rows: 0, hiddenRows: 0, hidden: files.isHidden(file, sheet) })),
    columns: [],
    key: keyOf(table, tableMapping),
    ...nothing,
    ...uncounted,
    digest: new TableDigest().hex(),
  }
}

import { TableDigest } from '#core/datasheets/diff/digest.ts'
import { keyOf } from '#core/datasheets/mapping/defaults.ts'
import { resolveSheets } from '#core/datasheets/mapping/resolve.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import type { DiffJob } from '#workers/datasheets/child/job.ts'
import { OpenFiles } from '#workers/datasheets/child/open-files.ts'
import { type ReadRows, SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import { type SliceBase, Stamps } from '#workers/datasheets/child/stamps.ts'
import { planTable, type SheetOfTable, type TablePlan } from '#workers/datasheets/child/table-plan.ts'
import { tableRemarks } from '#workers/datasheets/child/table-remarks.ts'
import { type Given, type Progress, TablesRun, uncounted } from '#workers/datasheets/child/tables-run.ts'
import { unreadSheets } from '#workers/datasheets/child/unread-sheets.ts'

const progressRows = 5_000
const nothing = { insert: 0, update: 0, delete: 0, unchanged: 0, rowsBefore: 0, byColumn: [] }

const isSound = (sheets: readonly SheetOfTable[]): boolean => !sheets.some(({ header }) => header.findings.some(({ level }) => level === 'error'))

/** Compares the files of a job with the game database. */
export class DiffRun {
  private readonly job: DiffJob
  private readonly progress: Progress
  private readonly tables: TablesRun
  private readonly bases = new Map<TablePlan, (SliceBase | null)[]>()
  private readRows = 0

  constructor(job: DiffJob, progress: Progress) {
    this.job = job
    this.progress = progress
    this.tables = new TablesRun(job, progress)
  }

  /** @throws Unreadable for a file that is refused, GameDatabaseFailed for the database. */
  async run(): Promise<void> {
    const run = this.tables
    const files = await run.timed('open', () => OpenFiles.open(this.job))
    files.remarks().forEach(run.found)
    // Neither needs the other: the texts of the files, and the tables of the database.
    const [{ tables, fingerprint, readAt }] = await Promise.all([run.timed('schema', () => run.database.opened), run.timed('texts', () => files.warm())])
    const { readings, findings } = resolveSheets(this.job.mapping, tables, files.uploaded)
    findings.forEach(run.found)
    const stamps = await run.timed('stamps', () => Stamps.read(files, this.job.environment, run.found))
    const stamped = readings.map((reading) => stamps.readingOf(reading))
    const plans = await run.timed('headers', () => this.planTables(files, stamped))
    for (const plan of plans) this.bases.set(plan, stamps.basesOf(plan))
    await run.compareAll(plans, tables, this.given(files))
    await files.close()
    run.writeResult({ schemaFingerprint: fingerprint, readAt, unreadSheets: unreadSheets(files.uploaded, readings, findings) })
  }

  /** Tables are numbered by name. One whose header cannot be read is not compared at all: its result is written here. */
  private async planTables(files: OpenFiles, readings: readonly SheetOfTable['reading'][]): Promise<TablePlan[]> {
    const sheets: SheetOfTable[] = []
    for (const reading of readings) {
      const header = await files.header(reading)
      header.findings.forEach(this.tables.found)
      sheets.push({ reading, header })
    }
    const byTable = Map.groupBy(sheets, ({ reading }) => reading.table.name)
    const names = [...byTable.keys()].sort()
    const plans: TablePlan[] = []
    for (const [name, group] of byTable) {
      const number = names.indexOf(name)
      if (isSound(group)) plans.push(planTable(number, group))
      else this.tables.results[number] = stoppedResult(group, files)
    }
    return plans
  }

  private given(files: OpenFiles): Given {
    return {
      rowsOf: async (plan) => {
        const sheets = new SheetSide(plan, this.job.folder, this.job.seed, this.tables.found)
        await this.tables.timed('sheets', () => sheets.fill(this.counted(files)))
        await this.tables.timed('weights', () => sheets.weigh(this.tables.weigher))
        return sheets
      },
      basesOf: (plan) => {
        const bases = this.bases.get(plan) ?? []
        // Digests of many rows: nobody asks for them again.
        this.bases.delete(plan)
        return bases
      },
      sheetsOf: (plan, { reads }) =>
        plan.sources.map(({ reading: { file, sheet } }, at) => {
          const { rows = 0, hiddenRows = 0 } = reads[at] ?? {}
          return { file, sheet, rows, hiddenRows, hidden: files.isHidden(file, sheet) }
        }),
      remarksOn: (plan, sheets, counted) => tableRemarks(plan, sheets, counted, (file, sheet) => files.isHidden(file, sheet)),
    }
  }

  /** Reading that says how far it is. */
  private counted(files: OpenFiles): ReadRows {
    const read = files.reader(this.tables.found)
    return (source, taker) =>
      read(source, (date1904) => {
        const take = taker(date1904)
        return (row) => {
          take(row)
          if (++this.readRows % progressRows === 0) this.progress('sheets', this.readRows)
        }
      })
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

import type { Condition } from '#core/condition/condition.ts'
import { BaseRows } from '#core/datasheets/diff/three-way.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import { foldName } from '#core/datasheets/mapping/names.ts'
import type { Reading } from '#core/datasheets/mapping/resolve.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { Stamp } from '#core/datasheets/stamp.ts'
import type { OpenFiles } from '#workers/datasheets/child/open-files.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'

/** What an export wrote down of one slice of a table. */
export type SliceBase = {
  rows: BaseRows
  /** Places of the exported columns among those that can be written. */
  columns: readonly number[]
}

type Found = (finding: Finding) => void
type Entry = Stamp['tables'][number]
/** Why a stamp says nothing of a slice. table, slice: it was not exported so. columns, key: they were others. files: sheets of two files share it. */
type Unfit = 'table' | 'slice' | 'columns' | 'key' | 'files'

const sameNames = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((name, at) => name === b[at])
const sourcesOf = (plan: TablePlan, slice: number): Source[] => plan.sources.filter((source) => source.slice === slice)

/** Whether a sheet gives exactly the columns that were exported, and of others only what its slice says anyway. */
function hasColumns({ header }: Source, columns: readonly string[]): boolean {
  const given = new Set(header.given.map(({ name }) => name))
  const implied = new Set(header.implied.map(({ column }) => column.name))
  return columns.every((name) => given.has(name) || implied.has(name)) && given.isSubsetOf(new Set(columns))
}

const entryOf = (stamp: Stamp, table: string, slice: Condition | null): Entry | undefined =>
  stamp.tables.find((entry) => entry.table === table && JSON.stringify(entry.where) === JSON.stringify(slice))

/** Every entry of a table was written by the same mapping. */
function rulesOf(name: string, entries: readonly Entry[], mapped: ColumnMapping | undefined): ColumnMapping {
  const reads = entries.find(({ reads }) => Object.hasOwn(reads, name))?.reads[name]
  return { ...(mapped?.blank === undefined ? {} : { blank: mapped.blank }), ...reads }
}

/** The stamps of exports among the files of a comparison. What keeps one from saying who changed what is a warning. */
export class Stamps {
  private readonly byFile: ReadonlyMap<string, Stamp>
  private readonly environment: string
  private readonly found: Found

  private constructor(byFile: ReadonlyMap<string, Stamp>, environment: string, found: Found) {
    this.byFile = byFile
    this.environment = environment
    this.found = found
  }

  static async read(files: OpenFiles, environment: { id: string }, found: Found): Promise<Stamps> {
    const byFile = new Map<string, Stamp>()
    for (const { file, stamp } of await files.stamps()) {
      if (!stamp?.digests) found(findingAt('warning', 'stamp_damaged', { file }))
      if (stamp) byFile.set(file, stamp)
      if (stamp && stamp.environment.id !== environment.id)
        found(findingAt('warning', 'stamp_of_other_environment', { file }, { environment: stamp.environment.name }))
    }
    return new Stamps(byFile, environment.id, found)
  }

  /**
   * How a sheet is read: its cells mean what they meant when they were written, whichever environment they came from, however the mapping cuts the
   * table now and whatever tokens it names. Only a blank that the export cannot have written is what the mapping says.
   */
  readingOf(reading: Reading): Reading {
    const { file, table, tableMapping } = reading
    const entries = this.byFile.get(file)?.tables.filter((entry) => entry.table === table.name) ?? []
    const exported = new Set(entries.flatMap(({ columns }) => columns))
    if (exported.size === 0) return reading
    const columns = { ...tableMapping.columns }
    for (const { name } of table.columns) if (exported.has(name)) columns[name] = rulesOf(name, entries, columns[name])
    return { ...reading, exported, tableMapping: { ...tableMapping, columns } }
  }

  /** What is known of each slice of a table; null where nothing is. */
  basesOf(plan: TablePlan): (SliceBase | null)[] {
    return plan.slices.map((_, slice) => {
      const [first, ...others] = sourcesOf(plan, slice)
      const stamp = first && this.byFile.get(first.reading.file)
      if (!first || !stamp?.digests || stamp.environment.id !== this.environment) return null
      const { file, sheet, table } = first.reading
      const base = others.every(({ reading }) => reading.file === file) ? this.baseOf(plan, slice, stamp, stamp.digests) : 'files'
      if (typeof base !== 'string') return base
      this.found(findingAt('warning', 'stamp_unfit', { file, sheet, table: table.name }, { reason: base }))
      return null
    })
  }

  private baseOf(plan: TablePlan, slice: number, stamp: Stamp, digests: readonly Uint8Array[]): SliceBase | Unfit {
    const entry = entryOf(stamp, plan.table.name, plan.slices[slice] ?? null)
    if (!entry) return stamp.tables.some(({ table }) => table === plan.table.name) ? 'slice' : 'table'
    const sources = sourcesOf(plan, slice)
    this.checkSheets(sources, entry)
    const columns = entry.columns.map((name) => plan.written.names.indexOf(name))
    if (columns.includes(-1) || !sources.every((source) => hasColumns(source, entry.columns))) return 'columns'
    const keys = plan.key.map(({ name }) => name)
    if (!sameNames(keys, entry.key)) return 'key'
    return { rows: new BaseRows(digests[stamp.tables.indexOf(entry)] as Uint8Array), columns }
  }

  /** Rows of one slice were exported to several sheets: without one of them, syncing would delete what it holds. */
  private checkSheets(sources: readonly Source[], { sheets }: Entry): void {
    const here = new Set(sources.map(({ reading }) => foldName(reading.sheet)))
    const missing = sheets.filter((sheet) => !here.has(foldName(sheet)))
    const { reading } = sources[0] as Source
    if (sources.length >= sheets.length || missing.length === 0 || reading.tableMapping.policy !== 'sync') return
    this.found(findingAt('error', 'sheet_absent', { file: reading.file, sheet: reading.sheet, table: reading.table.name }, { sheets: missing.join(', ') }))
  }
}

import { valuesOf } from '#core/datasheets/diff/line.ts'
import { textOf } from '#core/datasheets/diff/record.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { RuleContext, RuleFinding } from '#core/datasheets/rules/check.ts'
import { foreignKeyCheck, type ReferenceCheck } from '#core/datasheets/rules/reference.ts'
import { tableChecks } from '#core/datasheets/rules/table-checks.ts'
import type { ForeignKey, TableDef } from '#core/datasheets/table.ts'
import type { TableComparison } from '#workers/datasheets/child/compare-table.ts'
import type { TableRead } from '#workers/datasheets/child/database-reader.ts'
import { Folds, foldedTypes, type Row, type Weighed, weighedIn } from '#workers/datasheets/child/folds.ts'
import { SpillReader } from '#workers/datasheets/child/spill.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'
import type { Weigher } from '#workers/datasheets/child/weigher.ts'

/** Rows whose texts are weighed together. */
const batchRows = 1_000
const scanWindow = 1 << 20

type Found = (finding: Finding) => void
type Check = ReferenceCheck<number>
type Add = (row: Row, where: number) => void
export type Compared = { plan: TablePlan; comparison: TableComparison }
/** Reads columns of a table that no sheet speaks of into a file. */
export type ReadColumns = (table: TableDef, columns: readonly string[]) => Promise<{ path: string; read: TableRead }>
/** What wants the rows of one table: checks of its own, and those of others that look for rows in it. */
type Wanted = {
  table: TableDef
  adds: { columns: readonly string[]; add: Add; weighed: (columns: readonly string[]) => Weighed[] }[]
  targets: { check: Check; by: TableDef }[]
}

const columnsOfRule = (rule: Rule): string[] => {
  if (rule.kind === 'unique') return rule.columns
  if (rule.kind === 'sum') return rule.by
  return rule.kind === 'reference' ? [rule.column] : []
}

/** Whether a table has anything to be checked that only its rows after the import can tell. */
export const hasChecks = ({ table, mapping }: TablePlan, schema: readonly TableDef[], rules: readonly Rule[]): boolean =>
  mapping.rules.length > 0 ||
  table.uniqueKeys.length > 0 ||
  table.foreignKeys.length > 0 ||
  schema.some(({ foreignKeys }) => foreignKeys.some((key) => key.table === table.name)) ||
  rules.some((rule) => rule.kind === 'reference' && rule.table === table.name)

/** Rules, unique keys and foreign keys, on the rows as they would be after everything was imported. */
export class AfterImport {
  private readonly compared: readonly Compared[]
  private readonly schema: readonly TableDef[]
  private readonly folds: Folds
  private readonly readColumns: ReadColumns
  private readonly found: Found
  private readonly wanted = new Map<string, Wanted>()
  private readonly finishes: (() => void)[] = []

  constructor(compared: readonly Compared[], schema: readonly TableDef[], weigher: Weigher, readColumns: ReadColumns, found: Found) {
    this.compared = compared
    this.schema = schema
    this.folds = new Folds(weigher)
    this.readColumns = readColumns
    this.found = found
  }

  async check(): Promise<void> {
    for (const one of this.compared) this.ownChecks(one)
    for (const table of this.schema) if (!this.compared.some(({ plan }) => plan.table.name === table.name)) this.incoming(table)
    // Tables that are referred to go first: what exists is then known when it is asked for.
    const order = [...this.wanted.values()].sort((a, b) => a.table.foreignKeys.length - b.table.foreignKeys.length)
    for (const wanted of order) await this.feed(wanted)
    for (const finish of this.finishes) finish()
  }

  private want(table: TableDef): Wanted {
    const known = this.wanted.get(table.name)
    if (known) return known
    const made: Wanted = { table, adds: [], targets: [] }
    this.wanted.set(table.name, made)
    return made
  }

  private wantTarget(check: Check, by: TableDef): void {
    const target = this.schema.find(({ name }) => name === check.table)
    // Without the right to look there nothing is known of it.
    if (target) this.want(target).targets.push({ check, by })
    else this.finishes.splice(this.finishes.indexOf(check.finish), 1)
  }

  private ownChecks({ plan, comparison }: Compared): void {
    const { table, mapping, written } = plan
    let placed = -1
    const context: RuleContext<number> = {
      table,
      columns: written.names,
      place: (where) => {
        placed = where
        return comparison.nameOf(where)
      },
      fold: this.folds.foldOf(table),
      report: (finding) => this.report(plan, comparison, finding, placed),
    }
    const { rows, references } = tableChecks(mapping.rules, context)
    const named = [...table.uniqueKeys, ...table.foreignKeys].flatMap(({ columns }) => columns).concat(mapping.rules.flatMap(columnsOfRule))
    const weighed = (columns: readonly string[]) => weighedIn(table, columns, named)
    if (mapping.rules.length + table.uniqueKeys.length + table.foreignKeys.length === 0) return
    const add: Add = (row, where) => {
      rows.add(row, where)
      for (const check of references) check.add(row, where)
    }
    this.want(table).adds.push({ columns: written.names, add, weighed })
    this.finishes.push(rows.finish, ...references.map(({ finish }) => finish))
    for (const check of references) this.wantTarget(check, table)
  }

  /** Foreign keys of a table that no sheet speaks of, into tables that lose rows. */
  private incoming(table: TableDef): void {
    for (const key of table.foreignKeys) {
      const parent = this.compared.find(({ plan }) => plan.table.name === key.table)
      if (!parent?.comparison.takesAway(key.references)) continue
      const report = (finding: RuleFinding<number>) => this.reportIncoming(parent, table, key, finding)
      const check = foreignKeyCheck(key, { table, columns: key.columns, place: String, fold: this.folds.foldOf(table), report })
      this.want(table).adds.push({ columns: key.columns, add: check.add, weighed: (columns) => weighedIn(table, columns, key.columns) })
      this.finishes.push(check.finish)
      this.wantTarget(check, table)
    }
  }

  /** Two rows that exclude each other: the one that stands in a sheet is named, whichever came last. A fault that only the database has is a warning. */
  private report(plan: TablePlan, comparison: TableComparison, finding: RuleFinding<number>, placed: number): void {
    const { code, column, value, params, where } = finding
    const lost = code === 'foreign_key_missing' && where !== null && where < 0 ? this.losing(plan.table, params.name) : null
    if (lost) {
      this.reportIncoming(lost.parent, plan.table, lost.key, finding)
      return
    }
    const named = where ?? -1
    const swap = named < 0 && placed >= 0 && 'other' in params
    const place = comparison.placeOf(swap ? placed : named, column)
    const { reading } = plan.sources[0] as Source
    const base = place ?? { file: reading.file, sheet: reading.sheet, table: plan.table.name, ...(column === null ? {} : { column }) }
    const level = place || where === null ? 'error' : 'warning'
    this.found(findingAt(level, code, { ...base, ...(value === null ? {} : { value }) }, swap ? { ...params, other: comparison.nameOf(named) } : params))
  }

  /** A foreign key of a table into one that loses rows: what only the database has and refers to them keeps the server from deleting them, or goes with them. */
  private losing({ foreignKeys }: TableDef, name: string | number | undefined): { parent: Compared; key: ForeignKey } | null {
    const key = foreignKeys.find((one) => one.name === name)
    const parent = key && this.compared.find(({ plan }) => plan.table.name === key.table)
    return parent?.comparison.takesAway(key?.references ?? []) && key ? { parent, key } : null
  }

  private reportIncoming({ plan }: Compared, child: TableDef, key: ForeignKey, { value, params }: RuleFinding<number>): void {
    const { reading } = plan.sources[0] as Source
    const column = key.references[0]
    const place = { file: reading.file, sheet: reading.sheet, table: plan.table.name, ...(column ? { column } : {}), ...(value === null ? {} : { value }) }
    const facts = { table: child.name, columns: key.columns.join(', '), rows: params.rows ?? 1 }
    if (/^(cascade|set null)$/i.test(key.onDelete)) {
      this.found(findingAt('warning', 'delete_cascades', place, { ...facts, action: /null/i.test(key.onDelete) ? 'null' : 'delete' }))
    } else this.found(findingAt('error', 'row_still_referenced', place, facts))
  }

  private async feed(wanted: Wanted): Promise<void> {
    const own = this.compared.find(({ plan }) => plan.table.name === wanted.table.name)
    if (own) return this.give(wanted, own.plan.written.names, own.comparison.rowsAfter())
    const columns = [...new Set([...wanted.adds.flatMap((one) => one.columns), ...wanted.targets.flatMap(({ check }) => check.references)])]
    const { path, read } = await this.readColumns(wanted.table, columns)
    const reader = new SpillReader(path, 0, scanWindow)
    await this.give(wanted, columns, rowsOf(reader, read))
    reader.close()
  }

  private async give({ adds, targets }: Wanted, columns: readonly string[], rows: Iterable<[Row, number]>): Promise<void> {
    const placesOf = (names: readonly string[]) => names.map((name) => columns.indexOf(name))
    const sinks = adds.map(({ columns: names, add }) => ({ add, places: names === columns ? null : placesOf(names) }))
    const aims = targets.map(({ check }) => ({ check, places: placesOf(check.references) }))
    const weighed = [...adds.flatMap((one) => one.weighed(columns)), ...targets.flatMap(({ check, by }) => weighedTargets(by, placesOf(check.references)))]
    const give = async (batch: readonly [Row, number][]) => {
      if (weighed.length > 0)
        await this.folds.prepare(
          weighed,
          batch.map(([row]) => row),
        )
      for (const [row, where] of batch) {
        for (const { check, places } of aims) check.target(places.map((place) => row[place] ?? null))
        for (const { add, places } of sinks) add(places ? places.map((place) => row[place] ?? null) : row, where)
      }
    }
    let batch: [Row, number][] = []
    for (const one of rows) {
      batch.push(one)
      if (batch.length < batchRows) continue
      await give(batch)
      batch = []
    }
    await give(batch)
  }
}

/** Values that rows of another table look for are weighed as that table's texts are. */
const weighedTargets = (by: TableDef, places: readonly number[]): Weighed[] =>
  foldedTypes(by).flatMap((type) => places.map((place) => ({ type, place, cut: null })))

function* rowsOf(reader: SpillReader, { words }: TableRead): Generator<[Row, number]> {
  for (const [record] of reader.all(words)) yield [valuesOf(textOf(record, 0)) as (string | null)[], -1]
}

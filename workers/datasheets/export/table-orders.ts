import { type CellWriter, cellWriter } from '#core/datasheets/export/cell-writer.ts'
import { writtenBy } from '#core/datasheets/export/reads.ts'
import { defaultTableMapping, keyOf } from '#core/datasheets/mapping/defaults.ts'
import { type SheetPlan, sheetsFor } from '#core/datasheets/mapping/export.ts'
import type { TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import type { StampHeader } from '#core/datasheets/stamp.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import type { ExportJob } from '#workers/datasheets/export/job.ts'

/** One sheet of a table: which rows go there, and how each column is written. */
export type SheetOrder = { plan: SheetPlan; writers: readonly CellWriter[] }
export type TableOrder = { table: TableDef; mapping: TableMapping; key: readonly string[]; sheets: readonly SheetOrder[] }

function orderOf(table: TableDef, { mapping: all }: ExportJob, tables: readonly TableDef[]): TableOrder | null {
  const sheets = sheetsFor(table, all, tables)
  if (!sheets) return null
  const mapping = all.tables.find((one) => one.table === table.name) ?? defaultTableMapping(table.name)
  const key = keyOf(table, mapping)
  const writerOf = ({ column }: SheetPlan['columns'][number]) => cellWriter(column, mapping.columns[column.name], key.includes(column.name))
  return { table, mapping, key, sheets: sheets.map((plan) => ({ plan, writers: plan.columns.map(writerOf) })) }
}

/**
 * The tables of a job in the order of their names, with their sheets. `left`: those that nobody asked for by name and that no sheet leads back to.
 * @throws Unreadable for a table that is not there or has no sheet, and for two sheets of one name, which spreadsheets take for the same in any case.
 */
export function tableOrders(job: ExportJob, tables: readonly TableDef[]): { orders: TableOrder[]; left: string[] } {
  const wanted = job.tables.length ? [...new Set(job.tables)].sort() : tables.map(({ name }) => name)
  const orders: TableOrder[] = []
  const left: string[] = []
  const taken = new Set<string>()
  for (const name of wanted) {
    const table = tables.find((one) => one.name === name)
    if (!table) throw unreadable('export_table_unknown', { table: name, environment: job.environment.name })
    const order = orderOf(table, job, tables)
    if (order) orders.push(order)
    else if (job.tables.length) throw unreadable('export_no_sheet', { table: name })
    else left.push(name)
    for (const { plan } of order?.sheets ?? []) {
      if (taken.has(plan.sheet.toLowerCase())) throw unreadable('export_sheet_twice', { table: name, sheet: plan.sheet })
      taken.add(plan.sheet.toLowerCase())
    }
  }
  if (orders.length === 0) throw unreadable('export_nothing', { environment: job.environment.name })
  return { orders, left }
}

type Part = StampHeader['tables'][number]

/** What the stamp says of the rows of a sheet; sheets without rows of their own are named with the one that has them. */
export function stampPart({ table, mapping, key, sheets }: TableOrder, { plan }: SheetOrder, rows: number, names: readonly string[]): Part {
  const same = sheets.filter((other) => other.plan !== plan && JSON.stringify(other.plan.where) === JSON.stringify(plan.where))
  return {
    table: table.name,
    where: plan.where,
    key: [...key],
    columns: plan.columns.map(({ column }) => column.name),
    rows,
    sheets: [...names, ...same.map((other) => other.plan.sheet)],
    reads: Object.fromEntries(
      plan.columns
        .map(({ column }) => [column.name, writtenBy(column, mapping.columns[column.name], key.includes(column.name))] as const)
        .filter(([, rules]) => Object.keys(rules).length),
    ),
  }
}

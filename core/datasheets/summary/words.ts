import type { ColumnSummary, TableResult } from '#core/datasheets/result.ts'

/** Sentences about a table's changes. Messages: `datasheets.summary.words.<code>`. */
export const summaryCodes = [
  'no_difference',
  'all_removed',
  'rows_added',
  'rows_removed',
  'keys_renamed',
  'column_changed',
  'column_up_by',
  'column_up_about',
  'column_up',
  'column_down_by',
  'column_down_about',
  'column_down',
  'column_up_and_down',
  'more_columns',
] as const

export type SummaryLine = { code: (typeof summaryCodes)[number]; params: Readonly<Record<string, string | number>> }

/** Columns that get a sentence of their own, those that change in most rows first. */
const TOLD = 6

const line = (code: SummaryLine['code'], params: SummaryLine['params'] = {}): SummaryLine => ({ code, params })

function directed(direction: 'up' | 'down', { column, changed, medianPercent, uniform }: ColumnSummary): SummaryLine {
  const params = { column, count: changed }
  if (medianPercent == null || Math.abs(medianPercent) < 0.01) return line(`column_${direction}`, params)
  return line(uniform ? `column_${direction}_by` : `column_${direction}_about`, { ...params, percent: Math.abs(medianPercent) })
}

function columnLine(summary: ColumnSummary): SummaryLine {
  const { column, changed, up = 0, down = 0 } = summary
  if (up + down < changed) return line('column_changed', { column, count: changed })
  if (down === 0) return directed('up', summary)
  if (up === 0) return directed('down', summary)
  return line('column_up_and_down', { column, count: changed, up, down })
}

type Changes = Pick<TableResult, 'insert' | 'update' | 'delete' | 'rowsBefore' | 'byColumn'>

const removedLine = ({ delete: count, rowsBefore: before }: Changes): SummaryLine =>
  count === before ? line('all_removed', { count }) : line('rows_removed', { count, before })

/** What changes in a table, in words as data: rows first, then the columns that change most, e.g. "price of 12 rows goes up by 20 %". */
export function summaryOf(table: Changes, { renamed = 0 }: { renamed?: number } = {}): SummaryLine[] {
  if (table.insert + table.update + table.delete === 0) return [line('no_difference')]
  const rows = [
    ...(table.insert ? [line('rows_added', { count: table.insert })] : []),
    ...(table.delete ? [removedLine(table)] : []),
    ...(renamed ? [line('keys_renamed', { count: renamed })] : []),
  ]
  const columns = table.byColumn.toSorted((a, b) => b.changed - a.changed)
  const more = columns.length > TOLD ? [line('more_columns', { count: columns.length - TOLD })] : []
  return [...rows, ...columns.slice(0, TOLD).map(columnLine), ...more]
}

import type { Finding } from '#core/datasheets/finding.ts'
import { findingAt } from '#core/datasheets/mapping/sheet-finding.ts'
import type { Compared } from '#workers/datasheets/child/compare-table.ts'
import type { SheetSide } from '#workers/datasheets/child/sheet-side.ts'
import type { Source, TablePlan } from '#workers/datasheets/child/table-plan.ts'

/** From this share of a table's rows on, deleting them is said in so many words. */
const manyDeleted = 0.2
/** Of tables smaller than this every row is a large share. */
const fewRows = 10

/** What somebody should know about a table beside its cells: hidden rows, blank rows, triggers, and that much of it would go. */
export function tableRemarks(plan: TablePlan, { reads }: SheetSide, compared: Compared, isHidden: (file: string, sheet: string) => boolean): Finding[] {
  const { table, sources, mapping } = plan
  const remarks: Finding[] = []
  for (const [at, { reading }] of sources.entries()) {
    const { file, sheet } = reading
    const place = { file, sheet, table: table.name }
    const { rows = 0, hiddenRows = 0, blankRows = 0, firstBlank = 0 } = reads[at] ?? {}
    const warn = (code: string, params: Finding['params'] = {}) => remarks.push(findingAt('warning', code, place, params))
    if (isHidden(file, sheet)) warn('sheet_hidden')
    if (rows === 0) warn('sheet_empty', { sync: mapping.policy === 'sync' ? 'yes' : 'no', deletes: compared.delete })
    if (hiddenRows > 0) warn('rows_hidden', { count: hiddenRows })
    if (blankRows > 0) warn('rows_blank', { count: blankRows, first: firstBlank })
  }
  const { file = '', sheet = '' } = sources[0]?.reading ?? {}
  const place = { file, sheet, table: table.name }
  const keyless = reads.reduce((sum, { keylessRows }) => sum + keylessRows, 0)
  if (mapping.policy === 'sync' && keyless > 0) {
    const { reading } = sources[reads.findIndex(({ keylessRows }) => keylessRows > 0)] as Source
    remarks.push(findingAt('warning', 'deletes_unknown', { file: reading.file, sheet: reading.sheet, table: table.name }, { rows: keyless }))
  }
  const { theirs = 0, both = 0 } = compared
  if (theirs > 0) remarks.push(findingAt('warning', 'rows_changed_since', place, { rows: theirs }))
  if (both > 0) remarks.push(findingAt('warning', 'rows_changed_by_both', place, { rows: both }))
  return [...remarks, ...lossRemarks(plan, compared)]
}

/** The same about what is written to a table, wherever its rows come from. */
export function lossRemarks({ table, sources }: TablePlan, compared: Compared): Finding[] {
  const { file = '', sheet = '' } = sources[0]?.reading ?? {}
  const place = { file, sheet, table: table.name }
  const remarks: Finding[] = []
  if (table.triggers.length > 0) remarks.push(findingAt('warning', 'table_triggers', place, { triggers: table.triggers.join(', ') }))
  if (compared.rowsBefore >= fewRows && compared.delete > compared.rowsBefore * manyDeleted) {
    const percent = Math.round((compared.delete / compared.rowsBefore) * 100)
    remarks.push(findingAt('warning', 'rows_mostly_deleted', place, { deletes: compared.delete, rows: compared.rowsBefore, percent }))
  }
  return remarks
}

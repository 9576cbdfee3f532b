import { expect, it } from 'vitest'
import type { SheetCell } from '#core/datasheets/cell.ts'
import { SheetRows } from '#core/datasheets/diff/sheet-row.ts'
import type { Finding } from '#core/datasheets/finding.ts'
import { defaultSheetMapping, defaultTableMapping } from '#core/datasheets/mapping/defaults.ts'
import { resolveHeader } from '#core/datasheets/mapping/header.ts'
import { column, headerCells, integer, table, text } from '#core/datasheets/mapping/testing/tables.ts'

const stuff = table('stuff', [column('id', integer), column('name', text, { nullable: true })])
const cell = (at: number, kind: SheetCell['kind'], raw: string, formula = false): SheetCell => ({ column: at, kind, raw, formula, style: 'plain' })

/** Whether a row of these cells holds data, and what was found in it. */
function read(...cells: SheetCell[]): [data: boolean, codes: string[]] {
  const place = { file: 'a.xlsx', sheet: 'stuff', table: stuff, slice: null }
  const reading = { ...place, sheetMapping: defaultSheetMapping('stuff'), tableMapping: defaultTableMapping('stuff') }
  const findings: Finding[] = []
  const rows = new SheetRows(reading, resolveHeader(reading, headerCells('id', 'name')), { date1904: false, found: (finding) => findings.push(finding) })
  return [rows.read({ number: 2, hidden: false, cells }), findings.map(({ code }) => code)]
}

it('rows of formulas that leave their cells empty are blank', () => {
  expect(read(cell(0, 'text', '', true), cell(1, 'text', '', true))).toEqual([false, []])
  expect(read(cell(0, 'text', ' ', true), cell(1, 'text', ''))).toEqual([false, []])
})

it('rows with a value, or with a formula whose result was never stored, are data', () => {
  expect(read(cell(0, 'number', '1', true), cell(1, 'text', '', true))).toEqual([true, []])
  expect(read(cell(0, 'empty', '', true), cell(1, 'text', '', true))).toEqual([true, ['formula_without_result']])
})

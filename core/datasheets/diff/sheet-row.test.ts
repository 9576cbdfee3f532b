import { expect, it } from 'vitest'
import type { Condition } from '#core/condition/condition.ts'
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

it.each<[string, Condition, number, string, string]>([
  [
    'the second of two columns',
    {
      all: [
        { left: 'type', op: 'eq', right: 'T' },
        { left: 'grade', op: 'lt', right: 5 },
      ],
    },
    9,
    'C2',
    'grade',
  ],
  [
    'the first of two columns',
    {
      all: [
        { left: 'grade', op: 'lt', right: 5 },
        { left: 'type', op: 'eq', right: 'M' },
      ],
    },
    9,
    'C2',
    'grade',
  ],
  [
    'a column of a part that asks for several',
    { all: [{ left: 'type', op: 'eq', right: 'T' }, { any: [{ left: 'grade', op: 'eq', right: 1 }] }] },
    9,
    'C2',
    'grade',
  ],
  [
    'any of them',
    {
      any: [
        { left: 'type', op: 'eq', right: 'M' },
        { left: 'grade', op: 'eq', right: 1 },
      ],
    },
    9,
    'B2',
    'type',
  ],
])('a row outside of its slice is named at the cell that puts it there: %s', (_, slice, grade, place, name) => {
  const sliced = table('stuff', [column('id', integer), column('type', text), column('grade', integer)])
  const reading = { file: 'a.xlsx', sheet: 'T', table: sliced, slice, sheetMapping: defaultSheetMapping('T'), tableMapping: defaultTableMapping('stuff') }
  const findings: Finding[] = []
  const rows = new SheetRows(reading, resolveHeader(reading, headerCells('id', 'type', 'grade')), {
    date1904: false,
    found: (finding) => findings.push(finding),
  })
  rows.read({ number: 2, hidden: false, cells: [cell(0, 'number', '1'), cell(1, 'text', 'T'), cell(2, 'number', String(grade))] })
  expect(findings).toMatchObject([{ code: 'row_outside_slice', cell: place, column: name }])
})

it('a sheet without the column of its slice is read for a try-out all the same', () => {
  const sliced = table('stuff', [column('id', integer), column('type', text)])
  const slice: Condition = { left: 'type', op: 'ne', right: 'T' }
  const reading = { file: 'a.xlsx', sheet: 'T', table: sliced, slice, sheetMapping: defaultSheetMapping('T'), tableMapping: defaultTableMapping('stuff') }
  const header = resolveHeader(reading, headerCells('id'))
  const rows = new SheetRows(reading, header, { date1904: false, found: () => {} })
  expect(header.findings.map(({ code }) => code)).toEqual(['header_slice_missing'])
  expect([rows.read({ number: 2, hidden: false, cells: [cell(0, 'number', '1')] }), rows.values]).toEqual([true, ['1']])
})

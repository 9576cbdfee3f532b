import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SheetCell } from '../cell.ts'
import type { TableDef } from '../table.ts'
import { defaultTableMapping } from './defaults.ts'
import { isUnheaded, resolveHeader, unheaded } from './header.ts'
import { mapping, type SheetMapping } from './mapping.ts'
import type { Reading } from './resolve.ts'
import { column, headerCells, integer, table, text } from './testing/tables.ts'
import { findingTexts } from './testing/texts.ts'

const items = table('items', [
  column('id', integer),
  column('name', text),
  column('type', text, { nullable: true }),
  column('price', integer, { default: { value: '0' } }),
  column('area', { kind: 'other', declared: 'polygon' }, { declared: 'polygon', nullable: true }),
  column('sum', integer, { generated: true }),
  column('updated_at', { kind: 'timestamp', fsp: 0 }, { onUpdate: true, default: { expression: 'CURRENT_TIMESTAMP' } }),
])

function readingOf(given: object = {}, of: TableDef = items): Reading {
  const sheetMapping = mapping.parse({ tables: [{ table: 'items', sheets: [{ sheet: 'Items', ...given }] }] }).tables[0]?.sheets[0] as SheetMapping
  return { file: 'a.xlsx', sheet: 'Items', table: of, sheetMapping, tableMapping: defaultTableMapping('items'), slice: sheetMapping.where }
}
const headerOf = (titles: string[], given: object = {}) => resolveHeader(readingOf(given), headerCells(...titles))
const namesOf = (columns: readonly ({ name: string } | null)[]) => columns.map((one) => one?.name ?? null)
const toldOf = (titles: string[], given: object = {}) => headerOf(titles, given).findings.map(({ level, code, cell }) => [level, code, cell])

describe('headers find their columns', () => {
  it.each([
    [
      ['id', 'name', 'price'],
      ['id', 'name', 'price'],
    ],
    [
      ['price', 'ID', ' Name '],
      ['price', 'id', 'name'],
    ],
    [
      ['ＩＤ', 'na\u200bme'],
      ['id', 'name'],
    ],
    [
      ['id', '#note', '＃', 'name'],
      ['id', null, null, 'name'],
    ],
    [
      ['id', '', 'name'],
      ['id', null, 'name'],
    ],
    [
      ['updated_at', 'id', 'name'],
      ['updated_at', 'id', 'name'],
    ],
  ])('%j', (titles, names) => {
    const header = headerOf(titles)
    expect(namesOf(header.columns)).toEqual(names)
    expect(header.findings).toEqual([])
  })

  it('renamed, ignored, in the row that the mapping says', () => {
    const header = headerOf(['번호', 'Name', 'type', 'Price'], { headerRow: 3, rename: { '번호 ': 'id' }, ignoreColumns: ['TYPE'] })
    expect(namesOf(header.columns)).toEqual(['id', 'name', null, 'price'])
    expect(header.findings).toEqual([])
    expect(header.ignored).toEqual(new Set([2]))
  })

  it('two columns that differ in what folding takes away are found by their exact names', () => {
    const odd = table('odd', [column('id', integer), column('Ａ', integer, { nullable: true }), column('A', integer, { nullable: true })])
    expect(namesOf(resolveHeader(readingOf({}, odd), headerCells('id', 'A', 'Ａ')).columns)).toEqual(['id', 'A', 'Ａ'])
  })

  it('one that fits two such columns and is neither is not guessed', () => {
    const odd = table('odd', [column('id', integer), column('Ａ', integer, { nullable: true }), column('A', integer, { nullable: true })])
    const header = resolveHeader(readingOf({}, odd), headerCells('id', 'a'))
    expect(namesOf(header.columns)).toEqual(['id', null])
    expect(header.findings).toMatchObject([{ level: 'warning', code: 'header_unknown', cell: 'B1' }])
  })

  it('are read in any order alike', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(['id', 'name', 'type', 'price', '#x', 'unknown'], { minLength: 6 }), (titles) => {
        const header = headerOf(titles)
        expect(namesOf(header.given)).toEqual(['id', 'name', 'type', 'price'])
        expect(header.columns.map((one, at) => one && [one.name, titles[at]]).filter((pair) => pair && pair[0] !== pair[1])).toEqual([])
      }),
    )
  })
})

describe('columns that are left out', () => {
  it('are left alone, or keep rows from being inserted', () => {
    const header = headerOf(['id', 'type'])
    expect(namesOf(header.missing)).toEqual(['name', 'price', 'updated_at'])
    expect(namesOf(header.missingRequired)).toEqual(['name'])
  })
})

describe('what is wrong', () => {
  it.each<[string, string[], object, [string, string, string][]]>([
    [
      'a header twice',
      ['id', 'Name', 'NAME'],
      {},
      [
        ['error', 'header_twice', 'B1'],
        ['error', 'header_twice', 'C1'],
      ],
    ],
    [
      'twice by a rename',
      ['id', 'name', '이름'],
      { rename: { 이름: 'name' } },
      [
        ['error', 'header_twice', 'B1'],
        ['error', 'header_twice', 'C1'],
      ],
    ],
    ['no key', ['name', 'price'], {}, [['error', 'header_key_missing', 'A1']]],
    ['no header at all', [], { headerRow: 4 }, [['error', 'header_empty', 'A4']]],
    ['an unknown header', ['id', 'name', 'prise'], {}, [['warning', 'header_unknown', 'C1']]],
    ['a generated column', ['id', 'name', 'sum'], {}, [['warning', 'header_generated', 'C1']]],
    ['a type that no sheet carries', ['id', 'name', 'area'], {}, [['warning', 'header_type', 'C1']]],
    ['a rename to no column', ['id', 'name', 'cost'], { rename: { cost: 'costs' } }, [['error', 'header_rename', 'C1']]],
  ])('%s', (_, titles, given, told) => expect(toldOf(titles, given)).toEqual(told))

  it('names what is meant: the nearest name, the other cells', () => {
    expect(headerOf(['id', 'name', 'prise']).findings).toMatchObject([{ value: 'prise', column: null, params: { hint: 'near', nearest: 'price' } }])
    expect(headerOf(['id', 'name', 'id', 'ID']).findings.map(({ params }) => params.others)).toEqual(['C1, D1', 'A1, D1', 'A1, C1'])
  })

  it('an error value is no comment', () => {
    const cells: SheetCell[] = [...headerCells('id', 'name'), { column: 2, kind: 'error', raw: '#REF!', formula: true, style: 'plain' }]
    expect(resolveHeader(readingOf(), cells).findings).toMatchObject([{ level: 'error', code: 'header_error', cell: 'C1', value: '#REF!' }])
  })

  it('a value under no header', () => {
    const header = headerOf(['id', '', '#x', 'name', 'unknown'])
    expect([0, 1, 2, 3, 4, 9].map((at) => isUnheaded(header, at))).toEqual([false, true, false, false, false, true])
    const cell: SheetCell = { column: 9, kind: 'text', raw: 'lost', formula: false, style: 'plain' }
    expect(unheaded(readingOf(), cell, 7)).toMatchObject({ level: 'warning', code: 'header_blank', cell: 'J7', value: 'lost', params: { header: 'J1' } })
  })
})

describe('columns that the slice is cut by', () => {
  it('are given by the slice where it leaves one value only', () => {
    const where = {
      all: [
        { left: 'type', op: 'eq', right: 'T' },
        { left: 'price', op: 'in', right: [5] },
      ],
    }
    const header = headerOf(['id', 'name'], { where })
    expect(header.implied.map(({ column: one, value }) => [one.name, value])).toEqual([
      ['type', 'T'],
      ['price', '5'],
    ])
    expect(header.findings).toEqual([])
    expect(namesOf(header.missing)).toEqual(['updated_at'])
  })

  it('must be there where it leaves more', () => {
    expect(toldOf(['id', 'name'], { where: { left: 'type', op: 'not_in', right: ['T'] } })).toEqual([['error', 'header_slice_missing', 'A1']])
    expect(toldOf(['id', 'name', 'type'], { where: { left: 'type', op: 'not_in', right: ['T'] } })).toEqual([])
  })

  it('may be the key', () => {
    const header = headerOf(['name'], { where: { left: 'id', op: 'eq', right: 1 } })
    expect(header.findings).toEqual([])
    expect(namesOf(header.key)).toEqual(['id'])
  })
})

it('there are words for each of them', () => {
  const codes = ['error', 'rename', 'unknown', 'generated', 'type', 'twice', 'key_missing', 'slice_missing', 'empty', 'blank'].map((code) => `header_${code}`)
  expect(codes.filter((code) => !findingTexts.includes(code))).toEqual([])
})

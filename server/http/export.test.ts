import excel from 'exceljs'
import { describe, expect, it } from 'vitest'
import { mostExportRows } from '#core/shared/export.ts'
import { inOrder, sheetName, sheetResponse, sheetRows, tooLarge } from '#server/http/export.ts'

const at = new Date('2026-11-21T05:02:11.400Z')
const columns = [{ name: 'text' }, { name: 'number' }]
const hostile = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '가나 "x", y\nz', '\u{1f600}']
async function* pieces() {
  yield hostile.map((text, index) => [text, index])
  yield [[null, 1.5]]
}

describe('58: an exported sheet', () => {
  it('is named after what and when', () => {
    expect(sheetName({ stem: 'runs', at, format: 'xlsx' })).toBe('runs_20261121_050211Z.xlsx')
    expect(sheetName({ stem: 'new_users', at: null, format: 'csv' })).toBe('new_users.csv')
  })

  it('keeps formulas as text in CSV', async () => {
    const text = await sheetResponse({ stem: 'x', at, format: 'csv', columns, rows: pieces() }).text()
    for (const cell of ["'=1+1,0", "'+1,1", "'-1,2", "'@SUM(A1),3", '"가나 ""x"", y\nz",5', ',1.5']) expect(text).toContain(cell)
  })

  it('keeps formulas as text in a workbook', async () => {
    const book = new excel.Workbook()
    await book.xlsx.load(await sheetResponse({ stem: 'x', at, format: 'xlsx', columns, rows: pieces() }).arrayBuffer())
    const sheet = book.worksheets[0]
    expect(hostile.map((_, index) => sheet?.getCell(index + 2, 1).value)).toEqual(hostile)
    expect(sheet?.getCell(hostile.length + 2, 1).value).toBeNull()
    expect(sheet?.getCell(hostile.length + 2, 2).value).toBe(1.5)
  })

  it('writes what XML cannot hold as workbooks do', async () => {
    const rows = async function* () {
      yield [['a\uffffb'], ['c\u0001\rd'], ['_x0041_'], ['_x41_'], ['two\nlines\t']]
    }
    const book = new excel.Workbook()
    await book.xlsx.load(await sheetResponse({ stem: 'x', at, format: 'xlsx', columns, rows: rows() }).arrayBuffer())
    const values = [2, 3, 4, 5, 6].map((row) => book.worksheets[0]?.getCell(row, 1).value)
    expect(values).toEqual(['a_xFFFF_b', 'c_x0001__x000D_d', '_x005F_x0041_', '_x41_', 'two\nlines\t'])
  })

  it('is refused, not cut, when it would be too long', () => {
    expect(tooLarge(mostExportRows)).toBeNull()
    expect(tooLarge(mostExportRows + 1)).toMatchObject({ code: 'export_too_large', status: 422, params: { rows: mostExportRows + 1, most: mostExportRows } })
  })
})

it('asks page after page in the order of the keys, and leaves out what went meanwhile', async () => {
  const asked: (readonly number[])[] = []
  const stored = [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 5 }]
  const read = async (keys: readonly number[]) => {
    asked.push(keys)
    return inOrder(keys, stored, (item) => item.id)
  }
  const rows = []
  for await (const piece of sheetRows([5, 1, 4, 2, 3], 2, read, ({ id }) => [id])) rows.push(...piece)
  expect(rows).toEqual([[5], [1], [2], [3]])
  expect(asked).toEqual([[5, 1], [4, 2], [3]])
})

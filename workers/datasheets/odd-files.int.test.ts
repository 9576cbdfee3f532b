import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bookParts } from '#server/files/testing/workbooks.ts'
import { zipOf } from '#server/files/testing/zip-writer.ts'
import { type Comparison, compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const folder = mkdtempSync(join(tmpdir(), 'quarterdeck-odd-'))
const slice = (sheet: string, value: string) => ({ sheet, where: { left: 'stuff_type', op: 'eq', right: value } })
let game: Game
beforeAll(async () => {
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    'CREATE TABLE stuff (id INT PRIMARY KEY, stuff_type CHAR(1) NOT NULL, name VARCHAR(40) NULL)',
    'CREATE TABLE level (id INT PRIMARY KEY, note VARCHAR(40) NULL)',
  )
  await game.insert('stuff', [
    [1, 'T', '검'],
    [2, 'M', '철'],
  ])
  await game.insert(
    'level',
    Array.from({ length: 12 }, (_, at) => [at + 1, null]),
  )
})
afterAll(async () => {
  await game.drop()
  rmSync(folder, { recursive: true, force: true })
})

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}
const told = ({ findings }: Comparison) => findings.map(({ level, code, file, sheet, cell, params }) => [level, code, file, sheet, cell, params])
const ids = ({ operations }: Comparison, table: string) => (operations.get(table) ?? []).map(({ op, key }) => `${op} ${key.id}`)

it('a CSV file in the Korean code page is read, and said to be in it', async () => {
  // 검 and 철, as CP949 has them.
  const bytes = Buffer.concat([
    Buffer.from('id,stuff_type,name\r\n1,T,'),
    Buffer.from([0xb0, 0xcb]),
    Buffer.from('\r\n2,M,'),
    Buffer.from([0xc3, 0xb6]),
    Buffer.from('\r\n'),
  ])
  const seen = await compare({ url: game.url, paths: [fileOf('stuff.csv', bytes)] })
  expect(seen.result.tables[0]).toMatchObject({ table: 'stuff', unchanged: 2, insert: 0, update: 0, delete: 0 })
  expect(told(seen)).toEqual([['warning', 'file_encoding', 'stuff.csv', null, null, { encoding: 'euc-kr' }]])
})

it('hidden rows are read and counted; links are texts, and what comes from other files is said', async () => {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const link = `<c r="C2" t="inlineStr"><is><t>칼</t></is></c>`
  const row = (number: number, cells: string, hidden = '') => `<row r="${number}"${hidden}>${cells}</row>`
  const head = ['id', 'stuff_type', 'name'].map((title, at) => `<c r="${'ABC'[at]}1" t="str"><v>${title}</v></c>`).join('')
  const sheet = `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}"><sheetData>${row(1, head)}${row(2, `<c r="A2"><v>1</v></c><c r="B2" t="str"><v>T</v></c>${link}`)}${row(3, '<c r="A3"><v>3</v></c><c r="B3" t="str"><v>M</v></c>', ' hidden="1"')}</sheetData><autoFilter ref="A1:C3"/><hyperlinks><hyperlink ref="C2" r:id="rId9"/></hyperlinks></worksheet>`
  const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>`
  const bytes = zipOf(bookParts({ sheets: { stuff: sheet }, parts: [{ name: 'xl/_rels/workbook.xml.rels', content: relations }] }))
  const seen = await compare({ url: game.url, paths: [fileOf('Linked.xlsx', bytes)] })
  expect(seen.operations.get('stuff')?.map(({ op, key, cells }) => [op, key.id, cells.name])).toEqual([
    ['update', '1', ['검', '칼']],
    ['delete', '2', ['철', null]],
    ['insert', '3', [null, null]],
  ])
  expect(told(seen)).toEqual([
    ['warning', 'file_external_links', 'Linked.xlsx', null, null, { count: 1 }],
    ['warning', 'rows_hidden', 'Linked.xlsx', 'stuff', null, { count: 1 }],
  ])
  expect(seen.result.tables[0]?.sheets).toEqual([{ file: 'Linked.xlsx', sheet: 'stuff', rows: 2, hiddenRows: 1, hidden: false }])
})

it('a key in two sheets, of two files, names all of its cells and changes nothing', async () => {
  const rows = (...given: unknown[][]) => [['id', 'stuff_type', 'name'], ...given] as (string | number)[][]
  const seen = await compare({
    url: game.url,
    books: {
      'a.xlsx': [{ name: 'Treasure', rows: rows([1, 'T', '검'], [2, 'T', '철']) }],
      'b.xlsx': [{ name: 'Material', rows: rows([2, 'M', '은']) }],
    },
    mapping: {
      tables: [
        {
          table: 'stuff',
          sheets: [slice('Treasure', 'T'), slice('Material', 'M'), { sheet: 'Rest', where: { left: 'stuff_type', op: 'not_in', right: ['T', 'M'] } }],
        },
      ],
    },
  })
  expect(ids(seen, 'stuff')).toEqual([])
  const places = 'a.xlsx / Treasure / A3, b.xlsx / Material / A2'
  expect(told(seen)).toEqual([
    ['error', 'key_duplicate', 'a.xlsx', 'Treasure', 'A3', { count: 2, places }],
    ['error', 'key_duplicate', 'b.xlsx', 'Material', 'A2', { count: 2, places }],
  ])
})

it('a sheet from which most rows are gone says how many it would delete', async () => {
  const seen = await compare({
    url: game.url,
    books: {
      'Levels.xlsx': [
        {
          name: 'level',
          rows: [
            ['id', 'note'],
            [1, null],
            [2, null],
          ],
        },
      ],
    },
  })
  expect(seen.result.tables[0]).toMatchObject({ delete: 10, rowsBefore: 12 })
  expect(told(seen)).toEqual([['warning', 'rows_mostly_deleted', 'Levels.xlsx', 'level', null, { deletes: 10, rows: 12, percent: 83 }]])
})

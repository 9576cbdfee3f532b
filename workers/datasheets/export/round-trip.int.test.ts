import exceljs from 'exceljs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare } from '#workers/datasheets/testing/compare.ts'
import { withExport } from '#workers/datasheets/testing/export.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'
import { ddlOf, insertSqlOf, randomTable } from '#workers/datasheets/testing/random-table.ts'

/** Every type of column, each once as NULL allows it. The generated one is computed by the server and no business of a sheet. */
const ddl = `CREATE TABLE everything (
  id BIGINT UNSIGNED PRIMARY KEY, tiny TINYINT NULL, flag TINYINT(1) NULL, small SMALLINT UNSIGNED NULL, medium MEDIUMINT NULL, plain INT NULL, padded INT(8) ZEROFILL NULL,
  big BIGINT NULL, bits BIT(17) NULL, bit1 BIT(1) NULL, price DECIMAL(10,2) NULL, wide DECIMAL(40,20) NULL, f FLOAT NULL, d DOUBLE NULL,
  c CHAR(10) NULL, v VARCHAR(200) NULL, must VARCHAR(200) NOT NULL, t TEXT NULL, l LONGTEXT NULL, b BINARY(4) NULL, vb VARBINARY(8) NULL, bl BLOB NULL,
  day DATE NULL, at0 DATETIME NULL, at6 DATETIME(6) NULL, ts TIMESTAMP NULL DEFAULT NULL, ts3 TIMESTAMP(3) NULL DEFAULT NULL, tm TIME NULL, tm6 TIME(6) NULL, y YEAR NULL,
  e ENUM('A','b','S급','1','a,b','') NULL, s SET('x','y','z') NULL, j JSON NULL, total BIGINT AS (plain * 2) VIRTUAL,
  changed_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)`
const columns = `id, tiny, flag, small, medium, plain, padded, big, bits, bit1, price, wide, f, d, c, v, must, t, l, b, vb, bl, day, at0, at6, ts, ts3, tm, tm6, y, e, s, j`
const rows = [
  `1, -128, 1, 65535, -8388608, 42, 7, 9223372036854775807, 131071, 1, -99999999.99, 12345678901234567890.12345678901234567890, 0.1, 0.1, 'abc', '=1+1', '=1+1', '=1+1', 'x', x'00000000', x'', x'00FF', '0000-00-00', '0000-00-00 00:00:00', '2026-11-21 23:59:59.999999', '2026-11-21 00:00:01', '2026-11-21 00:00:01.001', '838:59:59', '-100:00:00.000001', 2155, 'S급', 'x,z', '{"b":[1,2.50,null],"a":"\\\\u0041"}'`,
  `18446744073709551615, 127, 0, 0, 0, -2147483648, 12345678, -9223372036854775808, 0, 0, 0.00, -0.00000000000000000001, 3.4028234663852886e38, 1.7976931348623157e308, '', '', '', '', '', x'01020304', x'FF', x'', '1000-01-01', '9999-12-31 23:59:59', '0000-00-00 00:00:00', '1970-01-01 00:00:01', '2038-01-19 03:14:07.999', '-00:00:01', '36:00:00', 0, '', '', 'null'`,
  `3, ${Array.from({ length: 15 }, () => 'NULL').join(', ')}, '', ${Array.from({ length: 16 }, () => 'NULL').join(', ')}`,
]
const texts = [
  '\\N',
  '\\\\N',
  '\\E',
  '\\\\E',
  'NULL',
  'null',
  '(empty)',
  "'",
  "'=1",
  "''+1",
  '+1',
  '-1',
  '@SUM(A1:A9)',
  '\tx',
  'a\tb',
  'a\nb',
  '_x000D_',
  '_x005F_x000D_',
  '_X000d_',
  '00012',
  '1E5',
  '9007199254740993',
  '1234567890123456789',
  'TRUE',
  '#N/A',
  '"',
  '""',
  'a,b;c',
  '<b>&amp;</b>',
  ']]>',
  '😀👩‍👩‍👧',
  '한글 漢字',
  '  spaced  ',
  '\u200b',
  'e\u0301',
  '2026-11-21',
  '1/2',
  '12:30',
]

let game: Game
beforeAll(async () => {
  game = await makeGame(
    process.env.DATABASE_ADMIN_URL ?? '',
    ddl,
    'CREATE TABLE words (word VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PRIMARY KEY, note VARCHAR(60) NULL)',
    'CREATE TABLE nothing (id INT PRIMARY KEY, name VARCHAR(5) NULL)',
  )
  await game.run("SET SESSION sql_mode = ''", "SET SESSION time_zone = '+00:00'", ...rows.map((row) => `INSERT INTO everything (${columns}) VALUES (${row})`))
  await game.run(`INSERT INTO everything (id, must, v, l) VALUES (4, ' \\r\\nx\\ry ', 'a\\r\\nb', REPEAT('가', 32767))`)
  await game.insert(
    'words',
    ['', ...texts].map((word, at) => [word, at % 3 === 0 ? null : at % 3 === 1 ? '' : word]),
  )
})
afterAll(() => game.drop())

const nothing = { insert: 0, update: 0, delete: 0 }
const mapping = {
  tables: [
    { table: 'everything', columns: { v: { nullToken: 'NULL', emptyToken: '(empty)' }, t: { blank: 'empty' } } },
    {
      table: 'words',
      sheets: [
        { sheet: 'Signs', where: { left: 'word', op: 'lt', right: '0' }, headerRow: 3, skipRows: [1, 4, 6], rename: { 단어: 'word' } },
        { sheet: 'Words', where: { not: { left: 'word', op: 'lt', right: '0' } } },
      ],
    },
  ],
}

async function expectNothing(
  paths: readonly string[],
  given: unknown,
  expected: Record<string, number> = { everything: 4, words: texts.length + 1, nothing: 0 },
): Promise<void> {
  const { result, findings, operations } = await compare({ url: game.url, paths, mapping: given })
  expect(findings.filter(({ level }) => level === 'error')).toEqual([])
  expect(result.unreadSheets).toEqual([])
  expect([...operations.values()].flat()).toEqual([])
  expect(Object.fromEntries(result.tables.map(({ table, unchanged }) => [table, unchanged]))).toEqual(expected)
  for (const table of result.tables) expect(table).toMatchObject(nothing)
}

/** Another program: it reads a workbook and writes it anew. */
async function savedAgain(path: string): Promise<string> {
  const book = new exceljs.Workbook()
  await book.xlsx.readFile(path)
  const saved = `${path}.saved.xlsx`
  await book.xlsx.writeFile(saved)
  return saved
}

describe('an export that is imported changes nothing', { timeout: 60_000 }, () => {
  it.each([
    ['without a word in the mapping', undefined],
    ['by a mapping with slices, tokens, headers of other names and rows that are left out', mapping],
  ])('as a workbook, %s, and as another program saves it', async (_, given) => {
    await withExport({ url: game.url, mapping: given }, async ({ paths, result }) => {
      expect(result.tables.map(({ table, rows: count }) => [table, count])).toEqual([
        ['everything', 4],
        ['nothing', 0],
        ['words', texts.length + 1],
      ])
      await expectNothing(paths, given)
      await expectNothing([await savedAgain(paths[0] ?? '')], given)
    })
  })

  it('as CSV files', async () => {
    const { tables } = mapping
    const csv = {
      tables: [
        { ...tables[0], columns: { ...tables[0]?.columns, ...said } },
        { ...tables[1], columns: { word: { emptyToken: '\\E' }, note: { emptyToken: '\\E' } } },
      ],
    }
    await withExport({ url: game.url, mapping: csv, format: 'zip' }, async ({ paths }) => {
      expect(paths).toHaveLength(4)
      await expectNothing(paths, csv)
    })
  })

  it('of random tables', { timeout: 120_000 }, async () => {
    let cells = 0
    await fc.assert(
      fc.asyncProperty(fc.array(randomTable, { minLength: 15, maxLength: 15 }), fc.constantFrom('xlsx' as const, 'zip' as const), async (tables, format) => {
        const statements = tables.flatMap((table, at) => [ddlOf(`t${at}`, table), insertSqlOf(`t${at}`, table)]).filter(Boolean)
        const one = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', "SET SESSION time_zone = '+00:00'", ...statements)
        try {
          await withExport({ url: one.url, format }, async ({ paths, result }) => {
            const again = await compare({ url: one.url, paths })
            expect(again.findings.filter(({ level }) => level === 'error')).toEqual([])
            expect(again.result.tables.map(({ insert, update, delete: gone, unchanged }) => [insert, update, gone, unchanged])).toEqual(
              again.result.tables.map(({ table }) => [0, 0, 0, tables[Number(table.slice(1))]?.rows.length]),
            )
            expect(again.result.tables).toHaveLength(15)
            cells += result.size.cells
          })
        } finally {
          await one.drop()
        }
      }),
      { numRuns: 6, endOnFailure: true },
    )
    expect(cells).toBeGreaterThan(1_000)
  })
})

/** A CSV file has no stamp: what a blank cell is has to stand in the mapping. */
const said = {
  must: { blank: 'empty' },
  t: { blank: 'empty', nullToken: '\\N' },
  ...Object.fromEntries(['c', 'l', 'b', 'vb', 'bl', 'e', 's'].map((name) => [name, { emptyToken: '\\E' }])),
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BookSheet } from '#workers/datasheets/testing/book.ts'
import { type Comparison, compare } from '#workers/datasheets/testing/compare.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const tables = [
  `CREATE TABLE stuff (id INT PRIMARY KEY, stuff_type VARCHAR(4) NULL, name VARCHAR(40) NOT NULL, price INT NOT NULL DEFAULT 7, note TEXT NULL)`,
  `CREATE TABLE word (word VARCHAR(20) NOT NULL PRIMARY KEY, meaning VARCHAR(40) NULL) COLLATE utf8mb4_general_ci`,
  `CREATE TABLE exact_word (word VARCHAR(20) NOT NULL PRIMARY KEY, meaning VARCHAR(40) NULL) COLLATE utf8mb4_bin`,
  `CREATE TABLE big (id BIGINT UNSIGNED NOT NULL, part DECIMAL(20,4) NOT NULL, value INT, PRIMARY KEY (id, part))`,
  `CREATE TABLE noted (id INT AUTO_INCREMENT PRIMARY KEY, note VARCHAR(40), touched TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP)`,
  `CREATE TABLE keyless (code VARCHAR(10) NOT NULL, value INT)`,
  `CREATE TABLE doubled (code INT NOT NULL, value INT)`,
  `CREATE TABLE parent (id INT PRIMARY KEY, code VARCHAR(10) NOT NULL, UNIQUE KEY by_code (code))`,
  `CREATE TABLE child (id INT PRIMARY KEY, parent_id INT NULL, rate DECIMAL(5,2) NOT NULL, FOREIGN KEY (parent_id) REFERENCES parent (id))`,
  `CREATE TABLE leaf (id INT PRIMARY KEY, parent_code VARCHAR(10) NULL, FOREIGN KEY (parent_code) REFERENCES parent (code) ON DELETE CASCADE ON UPDATE CASCADE)`,
  `CREATE TABLE code_list (code VARCHAR(40) NOT NULL PRIMARY KEY, value INT) COLLATE utf8mb4_bin`,
  `CREATE TABLE padded (id INT PRIMARY KEY, code VARCHAR(10) COLLATE utf8mb4_bin NOT NULL, UNIQUE KEY by_code (code))`,
  `CREATE TABLE grown (id INT PRIMARY KEY, kind VARCHAR(4) NOT NULL)`,
  `CREATE TABLE held (id INT PRIMARY KEY, grown_id INT NULL, FOREIGN KEY (grown_id) REFERENCES grown (id))`,
  `CREATE TABLE swept (id INT PRIMARY KEY, grown_id INT NULL, FOREIGN KEY (grown_id) REFERENCES grown (id) ON DELETE CASCADE)`,
  `CREATE TRIGGER watched BEFORE UPDATE ON keyless FOR EACH ROW SET NEW.value = NEW.value`,
]
let game: Game
beforeAll(async () => {
  game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', ...tables)
  await game.insert('stuff', [
    [1, 'T', 'sword', 10, null],
    [2, 'M', 'iron', 5, ''],
    [3, 'AT', 'crown', 90, 'a'],
    [4, null, 'dust', 1, null],
    [5, 'T', 'bow', 20, null],
  ])
  await game.insert('word', [
    ['abc', 'one'],
    ['가나', 'two'],
    ['DEF', 'three'],
  ])
  await game.insert('exact_word', [
    ['abc', 'one'],
    ['ABC', 'two'],
  ])
  await game.insert('big', [
    ['9007199254740993', '1.5', 1],
    ['9007199254740993', '-1.5', 2],
    ['18446744073709551615', '0', 3],
    ['20', '0', 4],
    ['3', '0', 5],
  ])
  await game.run("INSERT INTO noted (id, note) VALUES (1, 'a'), (2, 'b')")
  await game.insert('keyless', [
    ['a', 1],
    ['b', 2],
  ])
  await game.insert('doubled', [
    [1, 1],
    [1, 2],
    [2, 3],
    [2, 4],
    [3, 5],
  ])
  await game.insert('parent', [
    [1, 'one'],
    [2, 'two'],
    [3, 'three'],
  ])
  await game.insert('child', [
    [1, 1, '50'],
    [2, 2, '50'],
  ])
  await game.insert('leaf', [[1, 'three']])
  await game.insert('grown', [
    [1, 'a'],
    [2, 'a'],
    [3, 'a'],
  ])
  await game.insert('held', [
    [1, 1],
    [2, 2],
  ])
  await game.insert('swept', [[1, 3]])
})
afterAll(() => game.drop())

const one = (sheets: readonly BookSheet[], mapping: unknown = { tables: [] }): Promise<Comparison> =>
  compare({ url: game.url, books: { 'Items.xlsx': sheets }, mapping })
const lines = ({ operations }: Comparison, table: string): string[] =>
  (operations.get(table) ?? []).map(({ op, key, cells }) => `${op} ${Object.values(key).join('/')} ${Object.keys(cells).join()}`)
const codes = ({ findings }: Comparison): string[] => findings.map(({ level, code, cell, table }) => `${level} ${code} ${table ?? '-'} ${cell ?? '-'}`)

const slice = (sheet: string, value: string) => ({ sheet, where: { left: 'stuff_type', op: 'eq', right: value } })
const sliced = {
  tables: [
    {
      table: 'stuff',
      sheets: [
        slice('Treasure', 'T'),
        slice('Material', 'M'),
        slice('Artifact', 'AT'),
        { sheet: 'Equipment', where: { left: 'stuff_type', op: 'not_in', right: ['T', 'M', 'AT'] } },
      ],
      rules: [],
    },
  ],
}
const header = ['id', 'stuff_type', 'name', 'price', 'note']

describe('slices', { timeout: 60_000 }, () => {
  it('delete inside themselves alone; rows outside, and rows that another slice keeps, are errors and change nothing', async () => {
    const seen = await one(
      [
        {
          name: 'Treasure',
          rows: [
            header,
            [1, 'T', 'sword', 11, null],
            [2, 'T', 'iron', 5, null],
            [7, 'M', 'new', 1, null],
            [4, 'T', 'dust', 1, null],
            [8, 'T', 'fresh', 1, null],
          ],
        },
      ],
      sliced,
    )
    expect(lines(seen, 'stuff')).toEqual(['update 1 price', 'delete 5 id,stuff_type,name,price,note', 'insert 8 id,stuff_type,name,price,note'])
    expect(codes(seen)).toEqual(['error row_outside_slice stuff B4', 'error key_in_other_slice stuff A3', 'error key_in_other_slice stuff A5'])
    expect(seen.findings[1]?.params).toEqual({ where: 'sheet', sheets: 'Material' })
    expect(seen.findings[2]?.params).toEqual({ where: 'sheet', sheets: 'Equipment' })
    expect(seen.result.tables[0]).toMatchObject({ insert: 1, update: 1, delete: 1, unchanged: 0, rowsBefore: 2, errors: 3 })
  })

  it('keep NULL where not_in does, give their column where the sheet leaves it out, and together are the table', async () => {
    const seen = await one(
      [
        {
          name: 'Treasure',
          rows: [
            ['id', 'name', 'price', 'note'],
            [1, 'sword', 10, null],
            [5, 'bow', 20, null],
          ],
        },
        { name: 'Material', rows: [header, [2, 'M', 'iron', 5, "''"]] },
        { name: 'Artifact', rows: [header, [3, 'AT', 'crown', 90, 'a']] },
        { name: 'Equipment', rows: [header, [4, null, 'dust', 1, null], [6, 'W', 'axe', 3, null]] },
      ],
      { tables: [{ ...sliced.tables[0], columns: { note: { emptyToken: "''" } } }] },
    )
    expect(lines(seen, 'stuff')).toEqual(['insert 6 id,stuff_type,name,price,note'])
    expect(codes(seen)).toEqual([])
  })

  it.each([
    ['sync', ['update 1 price', 'delete 2 id,stuff_type,name,price,note', 'insert 9 id,name,price'], 0],
    ['upsert', ['update 1 price', 'insert 9 id,name,price'], 0],
    ['insert', ['insert 9 id,name,price'], 1],
  ])('policy %s', async (policy, expected, unchanged) => {
    const rows = [
      ['id', 'name', 'price'],
      [1, 'sword', 11],
      [3, 'crown', 90],
      [4, 'dust', 1],
      [5, 'bow', 20],
      [9, 'new', 2],
    ]
    const seen = await one([{ name: 'stuff', rows }], { tables: [{ table: 'stuff', policy }] })
    expect(lines(seen, 'stuff')).toEqual(expected)
    expect(seen.result.tables[0]?.unchanged).toBe(3 + unchanged)
  })
})

describe('keys', { timeout: 60_000 }, () => {
  it('are the same where the collation says so; a change of case is shown', async () => {
    const seen = await one([
      {
        name: 'word',
        rows: [
          ['word', 'meaning'],
          ['ABC ', 'one'],
          ['가나', 'zwei'],
          ['def', 'three'],
          ['new', 'x'],
          ['NEW', 'y'],
          ['né w', 'z'],
        ],
      },
      {
        name: 'exact_word',
        rows: [
          ['word', 'meaning'],
          ['abc', 'one'],
          ['Abc', 'new'],
          ['ABC', 'two'],
        ],
      },
    ])
    expect(seen.operations.get('word')?.map(({ op, key, cells }) => [op, key.word, cells])).toEqual([
      ['update', 'abc', { word: ['abc', 'ABC '] }],
      ['update', 'DEF', { word: ['DEF', 'def'] }],
      ['insert', 'né w', { word: [null, 'né w'], meaning: [null, 'z'] }],
      ['update', '가나', { meaning: ['two', 'zwei'] }],
    ])
    expect(codes(seen)).toEqual(['warning text_outer_space word A2', 'error key_duplicate word A5', 'error key_duplicate word A6'])
    expect(lines(seen, 'exact_word')).toEqual(['insert Abc word,meaning'])
  })

  it('of numbers sort by value and are exact beyond 2^53', async () => {
    const rows = [
      ['id', 'part', 'value'],
      ['18446744073709551615', '0', 33],
      ['9007199254740993', '1.50', 1],
      ['9007199254740992', '1.5', 6],
      ['100', '0', 7],
      ['20', '-0', 4],
    ]
    const seen = await one([{ name: 'big', rows }])
    expect(lines(seen, 'big')).toEqual([
      'delete 3/0.0000 id,part,value',
      'insert 100/0.0000 id,part,value',
      'insert 9007199254740992/1.5000 id,part,value',
      'delete 9007199254740993/-1.5000 id,part,value',
      'update 18446744073709551615/0.0000 value',
    ])
  })

  it('that the server gives are inserts behind all others, and said; what the server sets is no difference', async () => {
    const seen = await one([
      {
        name: 'noted',
        rows: [
          ['id', 'note', 'touched'],
          [null, 'c', null],
          [1, 'a', '2020-01-01 00:00:00'],
          [2, 'bb', '2020-01-01 00:00:00'],
        ],
      },
    ])
    expect(lines(seen, 'noted')).toEqual(['update 2 note,touched', 'insert  note,touched'])
    expect(codes(seen).filter((line) => line.startsWith('warning key'))).toEqual(['warning key_from_server noted A2'])
  })

  it('of a table without one come from the mapping, and must tell its rows apart', async () => {
    const rows = [
      ['code', 'value'],
      ['a', 1],
      ['c', 3],
    ]
    const without = await one([{ name: 'keyless', rows }])
    expect(codes(without)).toEqual(['error table_without_key keyless -'])
    const named = await one([{ name: 'keyless', rows }], { tables: [{ table: 'keyless', key: ['code'] }] })
    expect(lines(named, 'keyless')).toEqual(['delete b code,value', 'insert c code,value'])
    expect(codes(named)).toEqual(['warning table_triggers keyless -'])
    const doubled = await one(
      [
        {
          name: 'doubled',
          rows: [
            ['code', 'value'],
            [1, 1],
            [3, 5],
          ],
        },
      ],
      { tables: [{ table: 'doubled', key: ['code'] }] },
    )
    expect(doubled.findings.map(({ level, code, params }) => [level, code, params])).toEqual([['error', 'key_not_unique', { rows: 2, key: 'code' }]])
  })

  it('that are long are found wherever they stand again', async () => {
    const keys = Array.from({ length: 1_500 }, (_, at) => `item_${String(at + 1).padStart(6, '0')}_of_the_long_kind`)
    const rows = [['code', 'value'], ...[...keys, ...keys.toReversed()].map((key) => [key, 1])]
    const { result } = await one([{ name: 'code_list', rows }])
    expect(result.findings).toEqual([{ table: 'code_list', level: 'error', code: 'key_duplicate', count: 3_000 }])
    expect(result.tables[0]).toMatchObject({ insert: 0, errors: 3_000 })
  })

  it('that cannot be read hold the deletes of their table back', async () => {
    const rows = [header, [1, 'T', 'sword', 11, null], ['two', 'M', 'iron', 5, null], ['3 ?', 'AT', 'crown', 90, 'a'], [9, 'W', 'axe', 3, null]]
    const seen = await one([{ name: 'stuff', rows }])
    expect(lines(seen, 'stuff')).toEqual(['update 1 price', 'insert 9 id,stuff_type,name,price,note'])
    expect(codes(seen)).toEqual(['error number_unreadable stuff A3', 'error number_unreadable stuff A4', 'warning deletes_unknown stuff -'])
    expect(seen.findings.at(-1)?.params).toEqual({ rows: 2 })
    expect(seen.result.tables[0]).toMatchObject({ delete: 0, update: 1, insert: 1, rowsBefore: 5 })
    const upserted = await one([{ name: 'stuff', rows }], { tables: [{ table: 'stuff', policy: 'upsert' }] })
    expect(codes(upserted).filter((line) => line.startsWith('warning'))).toEqual([])
  })

  it('that were edited are hinted at', async () => {
    const rows = [
      ['id', 'parent_id', 'rate'],
      [1, 1, 50],
      [20, 2, 50],
    ]
    const seen = await one([{ name: 'child', rows }])
    expect(seen.operations.get('child')?.map(({ op, key, renamed }) => [op, key, renamed])).toEqual([
      ['delete', { id: '2' }, { id: '20' }],
      ['insert', { id: '20' }, { id: '2' }],
    ])
  })
})

describe('what would be after the import', { timeout: 60_000 }, () => {
  it('keeps foreign keys among all sheets together, and of tables that no sheet speaks of', async () => {
    const seen = await one([
      {
        name: 'child',
        rows: [
          ['id', 'parent_id', 'rate'],
          [1, 4, 50],
          [2, 9, 50],
        ],
      },
      {
        name: 'parent',
        rows: [
          ['id', 'code'],
          [1, 'one'],
          [4, 'four'],
        ],
      },
    ])
    expect(codes(seen).sort()).toEqual(['error foreign_key_missing child B3', 'warning delete_cascades parent -'])
    const alone = await one([
      {
        name: 'parent',
        rows: [
          ['id', 'code'],
          [1, 'one'],
          [3, 'three'],
        ],
      },
    ])
    expect(alone.findings.map(({ code, params }) => [code, params.table, params.rows])).toEqual([['row_still_referenced', 'child', 1]])
  })

  it('keeps unique keys as the collation does, and rules', async () => {
    const seen = await one(
      [
        {
          name: 'parent',
          rows: [
            ['id', 'code'],
            [1, 'one'],
            [2, 'two'],
            [3, 'three'],
            [4, 'ONE '],
          ],
        },
        {
          name: 'child',
          rows: [
            ['id', 'parent_id', 'rate'],
            [1, 1, '50.01'],
            [2, 2, 50],
          ],
        },
      ],
      { tables: [{ table: 'child', rules: [{ kind: 'sum', column: 'rate', by: [], equals: '100' }] }] },
    )
    expect(codes(seen).filter((line) => line.startsWith('error'))).toEqual(['error unique_key_duplicate parent B5', 'error rule_wrong_sum child C2'])
    expect(seen.findings.find(({ code }) => code === 'unique_key_duplicate')?.params.other).toBe('Items.xlsx / parent / A2')
  })
})

describe('rows that only the database has', { timeout: 60_000 }, () => {
  it('and that refer to rows that go, are an error or go with them, although a sheet speaks of their table', async () => {
    const child = (name: string) => ({
      name,
      rows: [
        ['id', 'grown_id'],
        [9, null],
      ],
    })
    const grown = {
      name: 'grown',
      rows: [
        ['id', 'kind'],
        [2, 'a'],
      ],
    }
    const upsert = ['held', 'swept'].map((table) => ({ table, policy: 'upsert' }))
    const seen = await one([grown, child('held'), child('swept')], { tables: upsert })
    expect(lines(seen, 'grown')).toHaveLength(2)
    expect(codes(seen).sort()).toEqual(['error row_still_referenced grown -', 'warning delete_cascades grown -'])
    expect(seen.findings.find(({ level }) => level === 'error')).toMatchObject({ value: '1', params: { table: 'held', columns: 'grown_id', rows: 1 } })
  })
})

describe('unique keys of texts by code point', { timeout: 60_000 }, () => {
  it('do not tell spaces at the end apart where the collation pads', async () => {
    const seen = await one([
      {
        name: 'padded',
        rows: [
          ['id', 'code'],
          [1, 'a'],
          [2, 'a '],
          [3, 'A'],
        ],
      },
    ])
    expect(codes(seen).filter((line) => line.startsWith('error'))).toEqual(['error unique_key_duplicate padded B3'])
  })
})

describe('merged cells', { timeout: 60_000 }, () => {
  it.each([
    ['A1:B1', []],
    ['F2:G3', []],
    ['A2:B2', []],
    ['A2:A3', ['error merged_cells stuff A2']],
    ['E3:F3', ['error merged_cells stuff E3']],
  ])('%s hide values only where data is read', async (merged, expected) => {
    const rows = [['Stuff'], ['of the game'], header, [1, 'T', 'sword', 10, null], [2, 'M', 'iron', 5, null]]
    const [headerRow, skipRows] = merged === 'A1:B1' ? [3, []] : [1, [2]]
    const given = headerRow === 3 ? rows : [[...header, '#note'], [null], ...rows.slice(3)]
    const sheet = { sheet: 'stuff', headerRow, skipRows }
    const seen = await one([{ name: 'stuff', rows: given, merged }], { tables: [{ table: 'stuff', policy: 'upsert', sheets: [sheet] }] })
    expect(codes(seen).filter((line) => line.includes('merged_cells'))).toEqual(expected)
  })
})

describe('sheets that say little', { timeout: 60_000 }, () => {
  it('without rows are named, with what they would delete', async () => {
    const seen = await one([{ name: 'stuff', rows: [header] }])
    expect(seen.findings.map(({ level, code, params }) => [level, code, params])).toEqual([['warning', 'sheet_empty', { sync: 'yes', deletes: 5 }]])
    expect(seen.result.tables[0]).toMatchObject({ delete: 5, rowsBefore: 5, warnings: 1 })
  })

  it('with a header that cannot be read are not compared', async () => {
    const seen = await one([
      {
        name: 'stuff',
        rows: [
          ['name', 'name'],
          ['a', 'b'],
        ],
      },
    ])
    expect(seen.result.tables[0]).toMatchObject({ table: 'stuff', insert: 0, delete: 0, unchanged: 0 })
    expect(codes(seen)).toEqual(['error header_twice stuff A1', 'error header_twice stuff B1', 'error header_key_missing stuff A1'])
  })

  it('with an error in a row neither change nor delete that row', async () => {
    const seen = await one([
      { name: 'stuff', rows: [header, [1, 'T', 'sword', 'dear', null], [2, 'M', null, 5, null], [3, 'AT', 'crown', 90, 'a'], [4, null, 'dust', 1, null]] },
    ])
    expect(lines(seen, 'stuff')).toEqual(['delete 5 id,stuff_type,name,price,note'])
    expect(codes(seen)).toEqual(['error number_unreadable stuff D2', 'error blank_not_allowed stuff C3'])
    expect(seen.result.tables[0]).toMatchObject({ unchanged: 2, delete: 1 })
  })

  it('with formulas that nobody computed are read with a warning', async () => {
    const rows = [header, [1, 'T', 'sword', null, null]]
    const seen = await one([{ name: 'stuff', rows, formulas: { D2: 'SUM(A2:A2)' } }])
    expect(seen.findings.map(({ level, code, sheet, params }) => [level, code, sheet, params])).toContainEqual([
      'warning',
      'formulas_not_computed',
      'stuff',
      { count: 1 },
    ])
  })

  it('and lack columns cannot insert where the table needs them; hidden, merged and blank are said', async () => {
    const rows = [['id', 'price'], [1, 10], [], [2, 5], [3, 90], [4, 1], [5, 20], [6, 1], [7, 2]]
    const seen = await one([
      { name: 'stuff', rows, hidden: true, merged: 'B8:B9' },
      { name: 'other', rows: [['x'], [1]] },
    ])
    expect(lines(seen, 'stuff')).toEqual([])
    expect(codes(seen)).toEqual([
      'warning sheet_unmatched - -',
      'error blank_not_allowed stuff B9',
      'error merged_cells stuff B8',
      'error insert_lacks_columns stuff A8',
      'warning sheet_hidden stuff -',
      'warning rows_blank stuff -',
    ])
    expect(seen.result.unreadSheets).toEqual([{ file: 'Items.xlsx', sheet: 'other', reason: 'unmatched' }])
  })

  it('and have rows that the mapping skips: those are not blank', async () => {
    const rows = [['id', 'price'], [1, 10], ['int', 'won'], [2, 5], ['-', '-'], [], [3, 90], [4, 1], [5, 20]]
    const said = async (skipRows: number[]) => {
      const { findings } = await one([{ name: 'stuff', rows }], { tables: [{ table: 'stuff', sheets: [{ sheet: 'stuff', skipRows }] }] })
      return findings.filter(({ code }) => code === 'rows_blank').map(({ params }) => params)
    }
    expect(await said([3, 5])).toEqual([{ count: 1, first: 6 }])
    expect(await said([3, 5, 6])).toEqual([])
  })
})

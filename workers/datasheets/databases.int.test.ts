import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '#workers/datasheets/testing/compare.ts'
import { compareDatabases } from '#workers/datasheets/testing/databases.ts'
import { type Game, makeGame } from '#workers/datasheets/testing/game.ts'

const everyType = `CREATE TABLE every_type (
  id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  tiny TINYINT NULL, flag TINYINT(1) NULL, medium MEDIUMINT UNSIGNED ZEROFILL NULL, amount DECIMAL(20,6) NULL, zeros DECIMAL(8,2) ZEROFILL NULL,
  single FLOAT NULL, twice DOUBLE NULL, bits BIT(10) NULL,
  letters CHAR(8) NULL, words VARCHAR(200) NULL, long_text LONGTEXT NULL, korean VARCHAR(20) CHARACTER SET euckr NULL, exact VARCHAR(20) COLLATE utf8mb4_bin NULL,
  bytes VARBINARY(40) NULL, fixed BINARY(4) NULL, blobs BLOB NULL,
  day DATE NULL, clock TIME(3) NULL, moment DATETIME(6) NULL, stamp TIMESTAMP(3) NULL, born YEAR NULL,
  kind ENUM('a','b, c','d') NULL, kinds SET('x','y','z') NULL, body JSON NULL, place POINT NULL,
  twice_tiny INT GENERATED ALWAYS AS (tiny * 2) STORED,
  touched TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP
)`
const row = (id: string) => `(${id}, -3, 1, 42, 12345678901234.567891, 1.5, 0.1, 1e300, b'1010101010',
  'ab', 'line\\r\\nline\\t\\0 ', '길다 🎮', '가나다', 'Abc ', x'00FF10', x'01020304', x'CAFE',
  '2026-11-21', '-100:00:00.5', '2026-11-21 23:59:59.999999', '2026-11-21 10:00:00.123', 2026,
  'b, c', 'x,z', '{"b": 1.0, "a": [1, 2, "\\\\u00e9"]}', POINT(1, 2))`
const names =
  'id, tiny, flag, medium, amount, zeros, single, twice, bits, letters, words, long_text, korean, exact, bytes, fixed, blobs, day, clock, moment, stamp, born, kind, kinds, body, place'
const fill = `INSERT INTO every_type (${names}) VALUES ${row('1')}, ${row('18446744073709551615')}`
const others = [
  `INSERT INTO every_type (id) VALUES (2)`,
  'CREATE TABLE word (word VARCHAR(20) NOT NULL PRIMARY KEY, meaning VARCHAR(40) NULL) COLLATE utf8mb4_general_ci',
  "INSERT INTO word VALUES ('abc', 'one'), ('가나', 'two'), ('x\\ty', NULL)",
  'CREATE TABLE pair (a INT NOT NULL, b DATETIME(3) NOT NULL, value INT NULL, PRIMARY KEY (b, a))',
  "INSERT INTO pair VALUES (1, '2026-11-21 10:00:00.5', 1), (-1, '2026-11-21 10:00:00.5', 2)",
]

const games: Game[] = []
async function make(...statements: string[]): Promise<Game> {
  const game = await makeGame(process.env.DATABASE_ADMIN_URL ?? '', ...statements)
  games.push(game)
  return game
}
afterAll(() => Promise.all(games.map((game) => game.drop())))

const counts = ({ result }: Comparison) => result.tables.map(({ table, insert, update, delete: gone, unchanged }) => [table, insert, update, gone, unchanged])

describe('two databases of every type', () => {
  let from: Game
  let to: Game
  beforeAll(async () => {
    from = await make(everyType, fill, ...others)
    to = await make(everyType, fill, ...others)
  })

  it('that hold the same do not differ', async () => {
    const found = await compareDatabases({ from: from.url, to: to.url })
    expect(counts(found)).toEqual([
      ['every_type', 0, 0, 0, 3],
      ['pair', 0, 0, 0, 2],
      ['word', 0, 0, 0, 3],
    ])
    expect(found.findings).toEqual([])
    expect(found.result.schema).toEqual([])
    expect(found.result.tables[0]).toMatchObject({ sheets: [{ file: 'the source', sheet: 'every_type', rows: 3 }], rowsBefore: 3 })
    expect(found.result.tables[0]?.columns).not.toContain('twice_tiny')
  })

  it('differ in what was changed, and nothing else; the same however the hashes fall', async () => {
    await from.run(
      "UPDATE every_type SET words = 'line', moment = '2026-11-21 23:59:59.999998', body = '{\"a\": [1, 2, \"é\"], \"b\": 2}', kinds = 'z,x' WHERE id = 1",
      'DELETE FROM every_type WHERE id = 2',
      'INSERT INTO every_type (id, tiny) VALUES (3, 5)',
      "UPDATE word SET word = 'ABC' WHERE word = 'abc'",
      "UPDATE pair SET b = '2026-11-21 10:00:00.6' WHERE a = 1",
    )
    const found = await compareDatabases({ from: from.url, to: to.url })
    expect(counts(found)).toEqual([
      ['every_type', 1, 1, 1, 1],
      ['pair', 1, 0, 1, 1],
      ['word', 0, 1, 0, 2],
    ])
    const [update, gone, added] = found.operations.get('every_type') ?? []
    expect(update).toMatchObject({
      op: 'update',
      key: { id: '1' },
      cells: { words: ['line\nline\t\0 ', 'line'], moment: ['2026-11-21 23:59:59.999999', '2026-11-21 23:59:59.999998'] },
    })
    expect(Object.keys(update?.cells ?? {}).toSorted()).toEqual(expect.arrayContaining(['body', 'moment', 'words']))
    expect(update?.cells).not.toHaveProperty('kinds')
    expect(update).not.toHaveProperty('at')
    expect(gone).toMatchObject({ op: 'delete', key: { id: '2' } })
    expect(added).toMatchObject({ op: 'insert', key: { id: '3' }, cells: { tiny: [null, '5'], amount: [null, null] } })
    expect(found.operations.get('word')).toMatchObject([{ op: 'update', key: { word: 'abc' }, cells: { word: ['abc', 'ABC'] } }])
    expect(found.operations.get('pair')?.map(({ op, renamed }) => [op, renamed])).toEqual([
      ['delete', { b: '2026-11-21 10:00:00.600', a: '1' }],
      ['insert', { b: '2026-11-21 10:00:00.500', a: '1' }],
    ])
    const again = await compareDatabases({ from: from.url, to: to.url, seed: 99 })
    expect(again.result.sha256).toBe(found.result.sha256)
  })

  it('only tables that were asked for are compared', async () => {
    const found = await compareDatabases({ from: from.url, to: to.url, tables: ['pair', 'none'] })
    expect(found.result.tables.map(({ table }) => table)).toEqual(['pair'])
    expect(found.result.schema).toMatchObject([{ table: 'none', kind: 'table_missing', blocking: true }])
  })
})

describe('two databases that declare other things', () => {
  it('tables whose rows cannot be carried over are named and left out', async () => {
    const from = await make(
      'CREATE TABLE narrow (id INT PRIMARY KEY, name VARCHAR(40))',
      'CREATE TABLE lost (id INT PRIMARY KEY, name VARCHAR(40))',
      'CREATE TABLE keyless (id INT, name VARCHAR(40))',
      'CREATE TABLE rekeyed (id INT PRIMARY KEY, other INT NOT NULL)',
      'CREATE TABLE gone (id INT PRIMARY KEY)',
      'CREATE TABLE same (id INT PRIMARY KEY)',
    )
    const to = await make(
      'CREATE TABLE narrow (id INT PRIMARY KEY, name VARCHAR(20))',
      'CREATE TABLE lost (id INT PRIMARY KEY)',
      'CREATE TABLE keyless (id INT, name VARCHAR(40))',
      'CREATE TABLE rekeyed (id INT, other INT NOT NULL PRIMARY KEY)',
      'CREATE TABLE same (id INT PRIMARY KEY)',
    )
    const { result } = await compareDatabases({ from: from.url, to: to.url })
    expect(result.tables.map(({ table }) => table)).toEqual(['same'])
    expect(result.schema?.filter(({ blocking }) => blocking).map(({ table, column, kind }) => [table, column, kind])).toEqual([
      ['gone', null, 'table_missing'],
      ['keyless', null, 'primary_key'],
      ['lost', 'name', 'column_missing'],
      ['narrow', 'name', 'type'],
      ['rekeyed', null, 'primary_key'],
    ])
  })

  it('values are written as the target writes them, and columns that only it has stay', async () => {
    const from = await make(
      "CREATE TABLE price (id DECIMAL(6,1) PRIMARY KEY, amount DECIMAL(6,2), at DATETIME, tags SET('a','b'), note VARCHAR(20) CHARACTER SET latin1)",
      "INSERT INTO price VALUES (1.5, 12.34, '2026-11-21 10:00:00', 'a,b', 'é'), (2.5, 1, NULL, '', NULL)",
    )
    const to = await make(
      "CREATE TABLE price (id DECIMAL(8,3) PRIMARY KEY, amount DECIMAL(10,4), at DATETIME(3), tags SET('b','c','a'), extra INT NULL, note VARCHAR(40))",
      "INSERT INTO price VALUES (1.5, 12.34, '2026-11-21 10:00:00', 'a,b', 7, 'é'), (2.5, 2, NULL, '', 8, NULL)",
    )
    const found = await compareDatabases({ from: from.url, to: to.url })
    expect(counts(found)).toEqual([['price', 0, 1, 0, 1]])
    expect(found.operations.get('price')).toMatchObject([{ op: 'update', key: { id: '2.500' }, cells: { amount: ['2.0000', '1.0000'] }, same: { extra: '8' } }])
    expect(found.result.schema?.every(({ blocking }) => !blocking)).toBe(true)
  })
})

describe('rows as they would be', () => {
  it('are checked by the keys of the target and the rules of its mapping', async () => {
    const parent = 'CREATE TABLE parent (id INT PRIMARY KEY, code VARCHAR(10) NOT NULL)'
    const from = await make(parent, "INSERT INTO parent VALUES (1, 'a'), (3, 'same'), (4, 'same')")
    const to = await make(
      'CREATE TABLE parent (id INT PRIMARY KEY, code VARCHAR(10) NOT NULL, UNIQUE KEY by_code (code))',
      'CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, FOREIGN KEY (parent_id) REFERENCES parent (id))',
      "INSERT INTO parent VALUES (1, 'a'), (2, 'b')",
      'INSERT INTO child VALUES (1, 2)',
    )
    const rules = [{ kind: 'range', column: 'id', max: '3' }]
    const { findings } = await compareDatabases({ from: from.url, to: to.url, mapping: { tables: [{ table: 'parent', policy: 'insert', rules }] } })
    expect(findings.map(({ level, code, file, sheet, cell }) => [level, code, file, sheet, cell]).toSorted()).toEqual([
      ['error', 'row_still_referenced', 'the source', 'parent', null],
      ['error', 'rule_above_maximum', 'the source', 'parent (id = 4)', null],
      ['error', 'unique_key_duplicate', 'the source', 'parent (id = 4)', null],
    ])
  })
})

it('says which of the two databases cannot be read', async () => {
  const game = await make('CREATE TABLE item (id INT PRIMARY KEY)')
  const gone = new URL(game.url)
  gone.pathname = '/quarterdeck_not_there'
  const code = expect.stringMatching(/^environment_database_(unknown|denied)$/)
  await expect(compareDatabases({ from: gone.toString(), to: game.url })).rejects.toMatchObject({
    refusal: { code, params: { database: 'quarterdeck_not_there' } },
  })
  await expect(compareDatabases({ from: game.url, to: gone.toString() })).rejects.toMatchObject({
    refusal: { code, params: { database: 'quarterdeck_not_there' } },
  })
})

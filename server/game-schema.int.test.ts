import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SheetCell } from '#core/datasheets/cell.ts'
import type { TableDef } from '#core/datasheets/table.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { columnReader } from '#core/datasheets/values/from-sheet.ts'
import { isWarned } from '#core/datasheets/values/read.ts'
import { withTokens } from '#core/datasheets/values/tokens.ts'
import { openGameDatabase, quoteName } from '#server/game-database.ts'
import { readGameSchema, schemaFingerprint } from '#server/game-schema.ts'

const database = `qd_schema_${randomUUID().slice(0, 8)}`
const admin = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
admin.pathname = ''
const server = openGameDatabase(admin.toString())
admin.pathname = database
const game = openGameDatabase(admin.toString())

/** Column -> its declaration, a value as SQL, and what both are to the console. */
const columns: [name: string, declared: string, sql: string, canonical: string | null][] = [
  ['tiny', 'TINYINT', '-128', '-128'],
  ['flag', 'TINYINT(1) NOT NULL DEFAULT 1', 'TRUE', '1'],
  ['small', 'SMALLINT UNSIGNED', '65535', '65535'],
  ['medium', 'MEDIUMINT', '-8388608', '-8388608'],
  ['filled', 'INT(8) UNSIGNED ZEROFILL', '42', '42'],
  ['big', 'BIGINT', '-9223372036854775808', '-9223372036854775808'],
  ['huge', 'BIGINT UNSIGNED', '18446744073709551615', '18446744073709551615'],
  ['price', 'DECIMAL(12,2) NOT NULL DEFAULT 0', '1234567890.5', '1234567890.50'],
  ['whole', 'DECIMAL(20,0)', '12345678901234567890', '12345678901234567890'],
  ['wide', 'DECIMAL(40,20)', "'-0.00000000000000000001'", '-0.00000000000000000001'],
  ['rate', 'FLOAT', '0.1', '0.1'],
  ['third', 'FLOAT', '16777215', '16777215'],
  ['exact', 'DOUBLE', '0.1e0 + 0.2e0', '0.30000000000000004'],
  ['far', 'DOUBLE', '-1.5e300', '-1.5e+300'],
  ['bits', 'BIT(10)', "b'1000000001'", '513'],
  ['bit_one', "BIT(1) NOT NULL DEFAULT b'1'", "b'1'", '1'],
  ['name', "VARCHAR(20) NOT NULL DEFAULT 'it''s' COMMENT '이름'", "'강철 검 🗡'", '강철 검 🗡'],
  ['code', 'CHAR(4) CHARACTER SET ascii', "'ab  '", 'ab'],
  ['story', 'TEXT', "'a\\r\\nb\\rc'", 'a\nb\nc'],
  ['old', 'VARCHAR(10) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci', "'가'", '가'],
  ['key_bytes', 'BINARY(4)', "x'CAFE'", 'CAFE0000'],
  ['some_bytes', 'VARBINARY(8)', "x'00ff'", '00FF'],
  ['blob_bytes', 'BLOB', "''", ''],
  ['day', "DATE DEFAULT '2026-01-01'", "'2026-11-21'", '2026-11-21'],
  ['span', 'TIME(3)', "'-100:00:00.5'", '-100:00:00.500'],
  ['starts', 'DATETIME', "'2026-11-21 10:00:00'", '2026-11-21 10:00:00'],
  ['precise', 'DATETIME(6)', "'2026-11-21 10:00:00.000001'", '2026-11-21 10:00:00.000001'],
  ['seen', 'TIMESTAMP(2) NULL DEFAULT NULL', "'2026-11-21 10:00:00.25'", '2026-11-21 10:00:00.25'],
  ['season', 'YEAR', '2026', '2026'],
  ['grade', "ENUM('A','it''s','b\\\\c','1') NOT NULL DEFAULT 'A'", "'b\\\\c'", 'b\\c'],
  ['tags', "SET('x','y','z')", "'z,x'", 'x,z'],
  ['doc', 'JSON', '\'{"b": 1.50, "a": [9007199254740993, null]}\'', '{"a":[9007199254740993,null],"b":1.5}'],
  ['nothing', 'INT', 'NULL', null],
]

const ddl = [
  'CREATE TABLE `group` (id INT PRIMARY KEY, season INT NOT NULL, UNIQUE KEY by_season (season, id))',
  `CREATE TABLE item (id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, ${columns.map(([name, declared]) => `${quoteName(name)} ${declared}`).join(', ')},
    group_id INT, group_season INT,
    doubled INT GENERATED ALWAYS AS (tiny * 2) VIRTUAL, kept INT GENERATED ALWAYS AS (tiny * 3) STORED,
    changed_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
    place POINT NULL,
    UNIQUE KEY by_name (name(8), flag), KEY plain (price),
    CONSTRAINT item_group FOREIGN KEY (group_season, group_id) REFERENCES \`group\` (season, id) ON DELETE CASCADE ON UPDATE SET NULL) DEFAULT CHARSET=utf8mb4 COMMENT='아이템'`,
  'CREATE TABLE loose (label VARCHAR(10))',
  'CREATE TABLE _quarterdeck_undo (id INT PRIMARY KEY)',
  'CREATE VIEW shown AS SELECT id FROM item',
  'CREATE TRIGGER item_touched BEFORE UPDATE ON item FOR EACH ROW SET NEW.small = NEW.small',
  `INSERT INTO item (${columns.map(([name]) => quoteName(name)).join(', ')}) VALUES (${columns.map(([, , sql]) => sql).join(', ')})`,
]

let tables: TableDef[] = []
beforeAll(async () => {
  await server.session((session) => session.execute(`CREATE DATABASE ${quoteName(database)} CHARACTER SET utf8mb4`))
  tables = await game.session(async (session) => {
    for (const statement of ddl) await session.execute(statement)
    return readGameSchema(session, { tables: null })
  })
})
afterAll(() => server.session((session) => session.execute(`DROP DATABASE IF EXISTS ${quoteName(database)}`)))

const tableOf = (name: string): TableDef => tables.find((table) => table.name === name) as TableDef
const columnOf = (name: string) => tableOf('item').columns.find((column) => column.name === name) as TableDef['columns'][number]

describe('readGameSchema', () => {
  it('lists tables, without views and without the console’s own', () => {
    expect(tables.map(({ name }) => name)).toEqual(['group', 'item', 'loose'])
    expect(tableOf('item').comment).toBe('아이템')
  })

  it('lists only what the environment allows', async () => {
    const few = await game.session((session) => readGameSchema(session, { tables: ['loose', 'shown', 'absent'] }))
    expect(few).toEqual([tableOf('loose')])
  })

  it('knows keys, references and triggers', () => {
    const { primaryKey, uniqueKeys, foreignKeys, triggers } = tableOf('item')
    expect({ primaryKey, uniqueKeys, foreignKeys, triggers }).toEqual({
      primaryKey: ['id'],
      uniqueKeys: [{ name: 'by_name', columns: ['name', 'flag'], prefixes: [8, null] }],
      foreignKeys: [
        { name: 'item_group', columns: ['group_season', 'group_id'], table: 'group', references: ['season', 'id'], onDelete: 'CASCADE', onUpdate: 'SET NULL' },
      ],
      triggers: ['item_touched'],
    })
    expect(tableOf('group').uniqueKeys).toEqual([{ name: 'by_season', columns: ['season', 'id'] }])
    expect(tableOf('loose').primaryKey).toEqual([])
  })

  it.each([
    ['id', { type: { kind: 'integer', bytes: 8, unsigned: true, boolean: false }, autoIncrement: true, nullable: false, default: null }],
    ['tiny', { type: { kind: 'integer', bytes: 1, unsigned: false, boolean: false }, nullable: true, default: { value: null } }],
    ['flag', { type: { kind: 'integer', bytes: 1, unsigned: false, boolean: true }, default: { value: '1' } }],
    ['price', { type: { kind: 'decimal', precision: 12, scale: 2, unsigned: false }, default: { value: expect.stringMatching(/^0/) } }],
    ['rate', { type: { kind: 'float', double: false, unsigned: false } }],
    ['bits', { type: { kind: 'bit', bits: 10 } }],
    ['bit_one', { type: { kind: 'bit', bits: 1 }, default: { value: '1' } }],
    [
      'name',
      { type: { kind: 'text', maxChars: 20, maxBytes: 80, charset: 'utf8mb4', collation: expect.any(String) }, default: { value: "it's" }, comment: '이름' },
    ],
    ['code', { type: { kind: 'text', maxChars: 4, maxBytes: 4, charset: 'ascii', collation: 'ascii_general_ci' }, declared: 'char(4)' }],
    ['story', { type: { kind: 'text', maxChars: null, maxBytes: 65_535, charset: 'utf8mb4', collation: expect.any(String) } }],
    ['key_bytes', { type: { kind: 'binary', maxBytes: 4, fixed: true } }],
    ['some_bytes', { type: { kind: 'binary', maxBytes: 8, fixed: false } }],
    ['day', { type: { kind: 'date' }, default: { value: '2026-01-01' } }],
    ['span', { type: { kind: 'time', fsp: 3 } }],
    ['precise', { type: { kind: 'datetime', fsp: 6 } }],
    ['seen', { type: { kind: 'timestamp', fsp: 2 }, default: { value: null } }],
    ['season', { type: { kind: 'year' } }],
    ['grade', { type: { kind: 'enum', labels: ['A', "it's", 'b\\c', '1'], collation: expect.any(String) }, default: { value: 'A' } }],
    ['tags', { type: { kind: 'set', labels: ['x', 'y', 'z'], collation: expect.any(String) } }],
    ['doc', { type: { kind: 'json' } }],
    ['doubled', { generated: true, default: null }],
    ['kept', { generated: true }],
    ['changed_at', { onUpdate: true, generated: false, default: { expression: expect.stringMatching(/^current_timestamp\(3\)$/i) } }],
    ['place', { type: { kind: 'other', declared: 'point' } }],
  ])('knows column %s', (name, expected) => {
    expect(columnOf(name)).toMatchObject(expected)
  })

  it('has a fingerprint that changes with a type and not with a comment', async () => {
    const [before, after, widened] = await game.session(async (session) => {
      const of = async () => schemaFingerprint(await readGameSchema(session, { tables: null }))
      const first = await of()
      await session.execute("ALTER TABLE loose COMMENT 'other words'")
      const second = await of()
      await session.execute('ALTER TABLE loose MODIFY label VARCHAR(11)')
      return [first, second, await of()]
    })
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    expect(after).toBe(before)
    expect(widened).not.toBe(before)
  })
})

describe('rows of the database', () => {
  const textCell = (raw: string): SheetCell => ({ column: 0, kind: 'text', raw, formula: false, style: 'plain' })
  const read = async (): Promise<Record<string, string | null>> => {
    const list = columns.map(([name]) => `${selectExpression(columnOf(name), quoteName(name))} AS ${quoteName(name)}`)
    const [row] = await game.session((session) => session.query(`SELECT ${list.join(', ')} FROM item`))
    return Object.fromEntries(columns.map(([name]) => [name, columnCanon(columnOf(name))(row?.[name] ?? null)]))
  }

  it('are canonical in every type', async () => {
    expect(await read()).toEqual(Object.fromEntries(columns.map(([name, , , canonical]) => [name, canonical])))
  })

  it.each(columns)('of column %s are what a sheet with that text says', (name, _, __, canonical) => {
    const mapping = { nullToken: '\\N', emptyToken: "''" }
    const found = columnReader(columnOf(name), { mapping, date1904: false })(textCell(withTokens(canonical, mapping)))
    expect(isWarned(found) ? found.value : found).toBe(canonical)
  })
})

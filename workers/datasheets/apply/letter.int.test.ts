import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { db } from '#server/database.ts'
import { applyPlan, dump, keepPlan, makePlace } from '#workers/datasheets/testing/apply.ts'
import { compareDatabases } from '#workers/datasheets/testing/databases.ts'
import { gamesOn, takeBack, thereAndBack } from '#workers/datasheets/testing/there-and-back.ts'
import { makePrincipal } from '#workers/testing/harness.ts'

const gameOf = gamesOn(process.env.DATABASE_ADMIN_URL ?? '')
let who: Principal
beforeAll(async () => {
  who = await makePrincipal()
})
afterAll(() => db.$disconnect())

it('line ends of a text that changes come back as they were', async () => {
  const game = await gameOf(
    'CREATE TABLE note (id INT PRIMARY KEY, body TEXT NOT NULL, n INT NOT NULL)',
    "INSERT INTO note VALUES (1, 'a\\r\\nb', 1), (2, '가\\r나', 2), (3, 'x\\ny', 3)",
    'CREATE TABLE kept (id INT PRIMARY KEY, body TEXT NOT NULL, n INT NOT NULL)',
    "INSERT INTO kept VALUES (1, 'a\\r\\nb', 1), (2, 'p\\r\\nq', 2)",
  )
  await thereAndBack(who, game, {
    note: [
      ['id', 'body', 'n'],
      [1, 'c', 1],
      [2, '다', 20],
      [3, 'z', 3],
    ],
    kept: [
      ['id', 'body', 'n'],
      [1, 'c', 1],
      [2, 'p\nq', 20],
    ],
  })
})

it('columns are called like what every object has', async () => {
  const game = await gameOf(
    'CREATE TABLE race (id INT PRIMARY KEY, constructor VARCHAR(20) NULL, valueOf INT NULL, toString TEXT NULL)',
    "INSERT INTO race VALUES (1, 'a', 1, 'x'), (2, 'b', NULL, NULL), (3, 'c', 3, 'z')",
    'CREATE TABLE team (constructor VARCHAR(9) PRIMARY KEY, hasOwnProperty VARCHAR(20) NOT NULL UNIQUE, n FLOAT NULL)',
    "INSERT INTO team VALUES ('a', 'x', 1), ('b', 'y', 2), ('c', 'z', 3)",
  )
  await thereAndBack(who, game, {
    race: [
      ['id', 'constructor', 'valueOf', 'toString'],
      [1, 'a2', 1, 'x'],
      [2, 'b', 7, null],
      [4, 'd', 4, 'w'],
    ],
    team: [
      ['constructor', 'hasOwnProperty', 'n'],
      ['A', 'y', 1],
      ['b', 'x', 2.5],
      ['d', 'z', null],
    ],
  })
})

/** Values at the ends of what their types hold, and such as a statement could bend, as SQL. */
const types: Readonly<Record<string, readonly string[]>> = {
  'TINYINT UNSIGNED': ['0', '255'],
  BIGINT: ['-9223372036854775808', '9223372036854775807', '-1'],
  'BIGINT UNSIGNED': ['18446744073709551615', '0', '9223372036854775808'],
  'MEDIUMINT UNSIGNED ZEROFILL': ['0', '16777215'],
  'DECIMAL(65,30)': ["'99999999999999999999999999999999999.999999999999999999999999999999'", "'-0.000000000000000000000000000001'", '0'],
  'DECIMAL(20,0)': ['-99999999999999999999', '12345678901234567890'],
  'DECIMAL(8,2) ZEROFILL': ['0', '123.45'],
  FLOAT: ['3.4028234663852886e38', '1.17549435e-38', '-1.5', '0.1', '16777217'],
  DOUBLE: ['1.7976931348623157e308', '2.2250738585072014e-308', '0.1', '-0e0', '9007199254740993', '5e-324'],
  'BIT(1)': ["b'0'", "b'1'"],
  'BIT(64)': ['18446744073709551615', '0', '9223372036854775808'],
  YEAR: ['0', '1901', '2000', '2155', '2070'],
  DATE: ["'0000-00-00'", "'1000-01-01'", "'9999-12-31'", "'2026-00-00'"],
  'TIME(6)': ["'-838:59:59'", "'838:59:59'", "'-00:00:00.000001'", "'12:00:00.5'"],
  'DATETIME(6)': ["'0000-00-00 00:00:00'", "'9999-12-31 23:59:59.999999'", "'2026-03-29 02:30:00.000001'"],
  'TIMESTAMP(3) NULL DEFAULT NULL': ["'1970-01-01 00:00:01.000'", "'2038-01-19 03:14:07.999'", "'2026-03-29 01:30:00.5'"],
  'CHAR(10)': ["''", "'a'", "'가나다라마바사아자차'"],
  'VARCHAR(40)': [
    "''",
    "' a '",
    "'a   '",
    "'\\\\'",
    "'\\\\\\''",
    "'%_\\\"\\'`'",
    "'0'",
    "'-1'",
    "'1e5'",
    "'x''y'",
    "'\\0\\Z\\b\\t'",
    "'\\n'",
    "'😀é'",
    "'NULL'",
  ],
  'VARCHAR(20) CHARACTER SET latin1': ["'é€'", "'a'", "'ÿ'"],
  'VARCHAR(20) CHARACTER SET euckr': ["'가나'", "'힣'", "'a'"],
  'VARCHAR(20) COLLATE utf8mb4_bin': ["'a'", "'A'", "'a '"],
  LONGTEXT: [`REPEAT('가\\\\', 20000)`, "''", "REPEAT('x', 300)"],
  'BINARY(4)': ["x''", "x'00FF'", "x'FFFFFFFF'", "x'5C275C'"],
  'VARBINARY(8)': ["x''", "x'00'", "x'0000'", "x'5C27'"],
  BLOB: ["x''", "REPEAT(x'00FE', 5000)", "x'FF'"],
  "ENUM('a','b, c','d''e','\\\\')": ["'a'", "'b, c'", "'d''e'", "'\\\\'"],
  "SET('x','y','z')": ["''", "'x'", "'x,z'"],
  JSON: [`'{"b":1,"a":[1,2.50,"\\\\u00e9\\\\n"]}'`, "'null'", "'[]'", `'"\\\\\\\\"'`, "'12345678901234567890'"],
}
const cases = Object.entries(types).map(([declared, values], at) => ({ table: `t${at}`, declared, values }))
/** Keys without gaps, and keys with them. */
const keysOf = [(at: number) => at + 1, (at: number) => at * 7 + 1]

function statementsOf(shift: number): string[] {
  return cases.flatMap(({ table, declared, values }) =>
    keysOf.flatMap((key, way) => {
      const rows = Array.from({ length: Math.max(12, values.length) }, (_, at) => {
        const place = (at + shift) % (values.length + 1)
        return `(${key(at)}, ${values[place] ?? 'NULL'}, ${at + shift})`
      })
      const nullable = /NULL/.test(declared) ? declared : `${declared} NULL`
      return [`CREATE TABLE ${table}_${way} (id INT PRIMARY KEY, v ${nullable}, n INT NOT NULL)`, `INSERT INTO ${table}_${way} VALUES ${rows.join(', ')}`]
    }),
  )
}

it('values of every type at its ends are written as they are, and come back as they were', { timeout: 240_000 }, async () => {
  const lax = "SET SESSION sql_mode = ''"
  const target = await gameOf(lax, ...statementsOf(0))
  const source = await gameOf(lax, ...statementsOf(1))
  const before = await dump(target.url)
  const place = await makePlace(target.url)
  const planId = await keepPlan(who, place, await compareDatabases({ from: source.url, to: target.url }))
  const { run, importId } = await applyPlan(who, place, planId)
  expect(run).toMatchObject({ error: null, state: 'succeeded' })
  const isJson = (line: string): boolean => line.startsWith(`${cases.at(-1)?.table}_`)
  const wanted = await dump(source.url)
  expect((await dump(target.url)).filter((line) => !isJson(line))).toEqual(wanted.filter((line) => !isJson(line)))
  expect([...(await compareDatabases({ from: source.url, to: target.url })).operations.values()].flat()).toEqual([])
  const back = await takeBack(who, target, importId)
  expect(await dump(target.url)).toEqual(before)
  await takeBack(who, target, back.importId)
  expect([...(await compareDatabases({ from: source.url, to: target.url })).operations.values()].flat()).toEqual([])
})

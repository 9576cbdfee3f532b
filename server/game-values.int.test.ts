import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ColumnType } from '#core/datasheets/table.ts'
import { columnCanon, selectExpression } from '#core/datasheets/values/from-database.ts'
import { columnReader } from '#core/datasheets/values/from-sheet.ts'
import { compareKeyPart } from '#core/datasheets/values/order.ts'
import { isWarned } from '#core/datasheets/values/read.ts'
import { columnOf, numberCell, textCell, types } from '#core/datasheets/values/testing/columns.ts'
import { canonicalValues } from '#core/datasheets/values/testing/values.ts'
import { type GameSession, openGameDatabase, quoteName } from '#server/game-database.ts'

const database = `qd_values_${randomUUID().slice(0, 8)}`
const address = new URL(process.env.DATABASE_ADMIN_URL ?? process.env.DATABASE_URL ?? '')
address.pathname = ''
const server = openGameDatabase(address.toString())
address.pathname = database
const game = openGameDatabase(address.toString())
const rows = 300

beforeAll(async () => {
  await server.session((session) => session.execute(`CREATE DATABASE ${quoteName(database)} CHARACTER SET utf8mb4`))
})
afterAll(() => server.session((session) => session.execute(`DROP DATABASE IF EXISTS ${quoteName(database)}`)))

/** How a canonical text is written into a column. */
const written = ({ kind }: ColumnType): string => (kind === 'binary' ? 'UNHEX(?)' : kind === 'bit' ? 'CAST(? AS UNSIGNED)' : '?')

async function stored(session: GameSession, declared: string, type: ColumnType, values: readonly (string | null)[], order: string): Promise<(string | null)[]> {
  await session.execute("SET sql_mode = 'STRICT_ALL_TABLES'")
  await session.execute(`CREATE OR REPLACE TABLE cell (n INT PRIMARY KEY, c ${declared} NULL)`)
  for (const [n, value] of values.entries()) await session.execute(`INSERT INTO cell VALUES (?, ${written(type)})`, [n, value])
  const read = await session.query(`SELECT ${selectExpression(columnOf(type), 'c')} AS value FROM cell ORDER BY ${order}`)
  return read.map((row) => columnCanon(columnOf(type))(row.value ?? null))
}

const ordered = canonicalValues.filter(([, { kind }]) => kind !== 'text' && kind !== 'json')

describe('a canonical value', () => {
  it.each(canonicalValues)('of %s comes back from the server as it was written', async (declared, type, arbitrary) => {
    const values = fc.sample(arbitrary, rows)
    expect(await game.session((session) => stored(session, declared, type, values, 'n'))).toEqual(values)
  })
  it.each(ordered)('of %s has its place in the order of the server', async (declared, type, arbitrary) => {
    const values = fc.sample(arbitrary, rows)
    const sorted = await game.session((session) => stored(session, declared, type, values, 'c'))
    expect(sorted).toEqual(values.toSorted(compareKeyPart(type)))
  })
})

describe('number cells', () => {
  it.each([
    ['FLOAT', types.float],
    ['DOUBLE', types.double],
    ['DECIMAL(5,2)', types.price],
  ])('in %s are stored as they were read', async (declared, type) => {
    const read = columnReader(columnOf(type), { date1904: false })
    const raws = fc.sample(fc.integer({ min: -99_999, max: 99_999 }), rows).map((cents) => (cents / 100).toPrecision(17))
    const values = raws.map((raw) => read(numberCell(raw))).map((value) => (isWarned(value) ? value.value : (value as string)))
    expect(await game.session((session) => stored(session, declared, type, values, 'n'))).toEqual(values)
  })
})

describe('CHAR', () => {
  it('loses spaces at the end on both sides', async () => {
    const type: ColumnType = { ...types.varchar, maxChars: 4, maxBytes: 16 }
    const read = columnReader(columnOf(type, { declared: 'char(4)' }), { date1904: false })(textCell('ab  '))
    expect(await game.session((session) => stored(session, 'CHAR(4)', type, ['ab  '], 'n'))).toEqual([isWarned(read) ? read.value : read])
  })
})

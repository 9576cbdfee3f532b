import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyDigest, readStamp, rowDigest, type StampHeader, StampRows, stampOf } from './stamp.ts'

const entry = (table: string, rows: number): StampHeader['tables'][number] => ({
  table,
  where: null,
  key: ['id'],
  columns: ['id', 'name'],
  rows,
  sheets: [table],
  reads: { name: { emptyToken: '\\E' } },
})
const headerOf = (...tables: StampHeader['tables']): StampHeader => ({
  v: 1,
  environment: { id: '01K', name: '라이브' },
  at: '2026-11-21T10:00:00.000Z',
  tables,
})
const collected = (rows: number, from = 0): StampRows => {
  const made = new StampRows()
  for (let n = 0; n < rows; n++) made.add([String(from + n)], [String(from + n), n % 3 ? 'sword' : null])
  return made
}
const written = (header: StampHeader, ...digests: StampRows[]): string[][] => [
  ...stampOf(
    header,
    digests.map((one) => one.cells()),
  ),
]

describe('digests', () => {
  const first = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

  it('are the beginning of SHA-256 over a JSON array', () => {
    expect(hex(keyDigest(['7', 'KR']))).toBe(first('["7","KR"]'))
    expect(hex(rowDigest(['7', null, '']))).toBe(first('["7",null,""]'))
  })

  it('tell NULL, an empty text and the word apart', () => {
    expect(new Set([[null], [''], ['null'], ['', ''], []].map((values) => hex(rowDigest(values)))).size).toBe(5)
  })
})

describe('a stamp', () => {
  it.each([0, 1, 1_499, 1_500, 1_501, 3_000])('of %d rows is read as it was written', (rows) => {
    const digests = collected(rows)
    const stamp = readStamp(written(headerOf(entry('items', rows)), digests))
    expect(digests.rows).toBe(rows)
    expect(stamp?.digests?.[0]?.length).toBe(rows * 16)
    if (rows > 0) {
      const last = rows - 1
      expect(stamp?.digests?.[0]?.slice(last * 16)).toEqual(
        new Uint8Array([...keyDigest([String(last)]), ...rowDigest([String(last), last % 3 ? 'sword' : null])]),
      )
    }
  })

  it('keeps the entries of several tables apart', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 4_000 }), { maxLength: 5 }), (counts) => {
        const digests = counts.map((rows, n) => collected(rows, n * 10_000))
        const header = headerOf(...counts.map((rows, n) => entry(`t${n}`, rows)))
        const stamp = readStamp(written(header, ...digests))
        expect(stamp).toMatchObject(header)
        expect(stamp?.digests?.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual(
          digests.map((one) => Buffer.concat(one.cells().map((cell) => Buffer.from(cell, 'base64'))).toString('base64')),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('has a header as long as it has to be, in cells that Excel takes', () => {
    const header = headerOf(...Array.from({ length: 900 }, (_, n) => ({ ...entry(`표_${n}`, 0), columns: Array.from({ length: 9 }, (_, c) => `column_${c}`) })))
    const rows = written(header)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.length).toBeGreaterThan(1)
    expect(rows[0]?.every((cell) => cell.length <= 32_000)).toBe(true)
    expect(readStamp(rows)?.tables).toEqual(header.tables)
  })

  it('holds nothing that a workbook would take for another character', () => {
    const rows = written(headerOf(entry('_x000D__x005f_', 0)))
    expect(rows.flat().join('')).not.toMatch(/_x[0-9a-f]{4}_/i)
    expect(readStamp(rows)?.tables[0]?.table).toBe('_x000D__x005f_')
  })

  const rows = written(headerOf(entry('items', 1_600), entry('npcs', 2)), collected(1_600), collected(2))
  it.each<[string, readonly (readonly string[])[]]>([
    ['nothing', []],
    ['no JSON', [['hello']]],
    ['another version', [[JSON.stringify({ ...headerOf(), v: 2 })]]],
    ['a name that no table has', [[JSON.stringify(headerOf(entry('x'.repeat(256), 0)))]]],
    ['more columns than a table has', [[JSON.stringify(headerOf({ ...entry('items', 0), columns: Array(4_097).fill('c') }))]]],
    ['more sheets than a book has', [[JSON.stringify(headerOf({ ...entry('items', 0), sheets: Array(4_097).fill('s') }))]]],
  ])('is none: %s', (_, given) => {
    expect(readStamp(given)).toBeNull()
  })

  it.each<[string, readonly (readonly string[])[]]>([
    ['a cell too few', rows.slice(0, -1)],
    ['a cell too many', [...rows, ['AAAA']]],
    ['cells in another order', [rows[0] ?? [], rows[2] ?? [], rows[1] ?? [], rows[3] ?? []]],
    ['a cell that was cut', rows.map((cells, n) => (n === 1 ? cells.map((cell) => cell.slice(0, 64)) : cells))],
    ['more rows than it can have', [[JSON.stringify(headerOf(entry('items', 2 ** 50)))], ['AAAA']]],
    ['cells of other entries', [[JSON.stringify(headerOf(entry('items', 1), entry('npcs', 3_000)))], ['AAAA'], ['AAAA']]],
  ])('says of %s only how cells were written', (_, given) => {
    const stamp = readStamp(given)
    expect(stamp?.digests).toBeNull()
    expect(stamp?.tables[0]?.reads).toEqual({ name: { emptyToken: '\\E' } })
  })

  it('is one when nothing was done to it', () => {
    expect(readStamp(rows)?.tables.map(({ table }) => table)).toEqual(['items', 'npcs'])
  })
})

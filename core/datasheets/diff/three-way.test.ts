import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BaseRows, type Side, whose } from '#core/datasheets/diff/three-way.ts'
import { keyDigest, rowDigest } from '#core/datasheets/stamp.ts'

type Row = string | null
const side = (row: Row): Side => (row === null ? null : rowDigest([row]))

describe('whose a difference is', () => {
  it.each<[what: string, base: Row, sheet: Row, database: Row, expected: string]>([
    ['changed in the sheet alone', 'a', 'b', 'a', 'mine'],
    ['changed in the database alone', 'a', 'a', 'b', 'theirs'],
    ['changed in both, differently', 'a', 'b', 'c', 'both'],
    ['deleted in the sheet alone', 'a', null, 'a', 'mine'],
    ['deleted in the sheet, changed in the database', 'a', null, 'b', 'both'],
    ['deleted in the database alone', 'a', 'a', null, 'theirs'],
    ['deleted in the database, changed in the sheet', 'a', 'b', null, 'both'],
    ['added in the sheet alone', null, 'b', null, 'mine'],
    ['added in the database alone', null, null, 'b', 'theirs'],
    ['added in both, differently', null, 'b', 'c', 'both'],
  ])('%s', (_, base, sheet, database, expected) => {
    expect(whose(side(base), side(sheet), side(database))).toBe(expected)
  })

  it('is what following each row by hand says', () => {
    const table = fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.constantFrom('a', 'b', 'c'))
    fc.assert(
      fc.property(table, table, table, (base, sheet, database) => {
        const rows = new BaseRows(Buffer.concat(Object.entries(base).flatMap(([key, value]) => [keyDigest([key]), rowDigest([value])])))
        for (const key of ['1', '2', '3', '4']) {
          const [was, mine, now] = [base[key] ?? null, sheet[key] ?? null, database[key] ?? null]
          if (mine === now) continue
          // Whoever left the row as it was did nothing.
          const [iDid, theyDid] = [mine !== was, now !== was]
          const expected = iDid && theyDid ? 'both' : theyDid ? 'theirs' : 'mine'
          expect(whose(rows.digestOf(keyDigest([key])), side(mine), side(now))).toBe(expected)
        }
      }),
    )
  })
})

describe('rows of an export', () => {
  const bytesOf = (count: number) => Buffer.concat(Array.from({ length: count }, (_, at) => [keyDigest([String(at)]), rowDigest([`value ${at}`])]).flat())
  it('are found by their keys, however many there are', () => {
    const rows = new BaseRows(bytesOf(50_000))
    for (const at of [0, 1, 777, 49_999]) expect(rows.digestOf(keyDigest([String(at)]))).toEqual(new Uint8Array(rowDigest([`value ${at}`])))
    expect(rows.digestOf(keyDigest(['50000']))).toBeNull()
    expect(new BaseRows(new Uint8Array()).digestOf(keyDigest(['0']))).toBeNull()
  })
  it('are told apart where only the second half of a key differs', () => {
    const row = (key: number, value: number) => [...Buffer.alloc(7), key, ...Buffer.alloc(7), value]
    const rows = new BaseRows(Uint8Array.from([...row(1, 10), ...row(2, 20)]))
    expect(rows.digestOf(Uint8Array.from([...Buffer.alloc(7), 2]))?.[7]).toBe(20)
    expect(rows.digestOf(Uint8Array.from([...Buffer.alloc(7), 3]))).toBeNull()
  })
})

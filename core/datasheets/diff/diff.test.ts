import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Changes } from '#core/datasheets/diff/changes.ts'
import { planDigest } from '#core/datasheets/diff/digest.ts'
import { Join } from '#core/datasheets/diff/join.ts'
import { KeyBytes, type KeyPart } from '#core/datasheets/diff/key-bytes.ts'
import { KeyIndex, rowState } from '#core/datasheets/diff/key-index.ts'
import { absent, lineOf, valuesOf } from '#core/datasheets/diff/line.ts'
import { insertOf, updateOf } from '#core/datasheets/diff/operation-of.ts'
import { digestOf, hashOf, keyOf, type RecordPlace, RecordWriter, rowOf, sourceOf, textOf, wordsOf } from '#core/datasheets/diff/record.ts'
import { serverValues } from '#core/datasheets/diff/server-line.ts'

const control = String.fromCharCode(0, 1, 2, 3)
const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ unit: 'grapheme' }), fc.constantFrom(null, absent, '', 'NULL', ...control))

const keyBytes = (parts: readonly KeyPart[], values: readonly (string | null)[]): Buffer => {
  const key = new KeyBytes()
  key.write(parts, values)
  return Buffer.from(key.bytes.subarray(0, key.length))
}

describe('a line', () => {
  it('gives back its values, whatever characters they hold', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 6 }), (values) => {
        expect(valuesOf(lineOf(values))).toEqual(values)
      }),
    )
  })
})

describe('the bytes of a key', () => {
  const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 3 }))
  const shown = ([units, scale]: [bigint, number]): string => {
    const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
    return (units < 0n ? '-' : '') + (scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`)
  }

  it('sort numbers of one scale by value', () => {
    fc.assert(
      fc.property(decimal, fc.bigInt({ min: -1000n, max: 1000n }), ([a, scale], step) => {
        const parts: KeyPart[] = [{ kind: 'number', nullable: false }]
        const [one, other] = [keyBytes(parts, [shown([a, scale])]), keyBytes(parts, [shown([a + step, scale])])]
        expect(Math.sign(one.compare(other))).toBe(Math.sign(Number(-step)))
      }),
    )
  })

  it('of several parts sort part by part, NULL first, and are equal only for equal keys', () => {
    const parts: KeyPart[] = [
      { kind: 'weights', nullable: true },
      { kind: 'text', nullable: true },
      { kind: 'weights', nullable: false },
    ]
    const bytes = fc.uint8Array({ maxLength: 3, max: 2 }).map((one) => Buffer.from(one))
    const key = fc.tuple(fc.option(bytes), fc.option(bytes), bytes)
    const plain = (one: Buffer | null) => one?.toString('hex') ?? null
    const order = (a: Buffer | null, b: Buffer | null) => (a && b ? Math.sign(a.compare(b)) : Number(a !== null) - Number(b !== null))
    fc.assert(
      fc.property(key, key, (a, b) => {
        const expected = order(a[0], b[0]) || order(a[1], b[1]) || order(a[2], b[2])
        const made = [a, b].map((one) => keyBytes(parts, [plain(one[0]), one[1]?.toString('latin1') ?? null, plain(one[2])]))
        expect(Math.sign((made[0] as Buffer).compare(made[1] as Buffer))).toBe(expected)
      }),
      { numRuns: 2_000 },
    )
  })
})

/** All that a writer handed over, as one file. */
function spill(seed = 7): { writer: RecordWriter; at: (offset: number) => RecordPlace; end: () => number } {
  const pieces: Buffer[] = []
  const writer = new RecordWriter((block) => pieces.push(Buffer.from(block)), seed)
  let words = new Int32Array(0)
  const end = () => {
    const length = writer.end()
    const all = Buffer.concat(pieces)
    words = new Int32Array(new Uint8Array(all).buffer)
    return length
  }
  return { writer, at: (offset) => ({ words, at: offset }), end }
}

describe('records', () => {
  it('come back as they were written, however long', () => {
    const row = fc.record({
      key: fc.string({ unit: 'grapheme', maxLength: 30 }),
      line: fc.string({ unit: 'grapheme' }),
      times: fc.constantFrom(1, 1, 1, 100_000),
    })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const file = spill()
        const key = new KeyBytes()
        const lines = rows.map(({ line, times }) => line.repeat(times))
        const offsets = rows.map((one, at) => {
          key.write([{ kind: 'text', nullable: false }], [one.key])
          return file.writer.add(at, at % 3, key, lines[at] as string, [null, 'another'])
        })
        const length = file.end()
        let next = 0
        for (const [at, offset] of offsets.entries()) {
          const record = file.at(offset)
          expect(offset).toBe(next)
          expect([rowOf(record), sourceOf(record), textOf(record, 2)]).toEqual([at, at % 3, lines[at]])
          expect(keyOf(record, 2).toString()).toBe(rows[at]?.key)
          next += wordsOf(record)
        }
        expect(length).toBe(next)
      }),
      { numRuns: 50 },
    )
  })

  it('have the same digest for the same line and another for another, and a hash that is the key where it is short', () => {
    const texts = fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 40 }), { minLength: 2, maxLength: 50 })
    fc.assert(
      fc.property(texts, (lines) => {
        const file = spill()
        const key = new KeyBytes()
        const write = (line: string) => {
          key.write([{ kind: 'text', nullable: false }], [line])
          return file.writer.add(0, 0, key, line)
        }
        const offsets = [...lines, ...lines].map(write)
        file.end()
        const seen = offsets.map((offset) => `${digestOf(file.at(offset), 0, 0)} ${digestOf(file.at(offset), 0, 1)}`)
        const hashes = offsets.map((offset) => [0, 1, 2, 3].map((word) => hashOf(file.at(offset), word)).join(' '))
        for (const all of [seen, hashes]) {
          expect(new Set(all).size).toBe(lines.length)
          expect(all.slice(lines.length)).toEqual(all.slice(0, lines.length))
        }
      }),
    )
  })
})

describe('lines that a server put together', () => {
  const joined = (values: readonly (string | null)[]): Uint8Array =>
    Buffer.concat(values.flatMap((one, at) => [...(at > 0 ? [Buffer.of(0xfe)] : []), one === null ? Buffer.of(0xff) : Buffer.from(one)]))
  const values = fc.array(fc.option(fc.string({ unit: 'grapheme', maxLength: 8 })), { minLength: 1, maxLength: 6 })
  const key = new KeyBytes()

  it('are the lines that their values make, with the same digests, of all values and of some', () => {
    fc.assert(
      fc.property(values, fc.array(fc.nat({ max: 5 }), { minLength: 1 }), (row, wanted) => {
        const layout = [...new Set(wanted)].filter((at) => at < row.length)
        fc.pre(layout.length > 0)
        const file = spill()
        const one = file.writer.addServerLine(0, 0, key, joined(row), [null, layout])
        const other = file.writer.add(0, 0, key, lineOf(row), [null, lineOf(layout.map((at) => row[at] ?? null))])
        file.end()
        const seen = [one, other].map((offset) => [
          textOf(file.at(offset), 2),
          ...[0, 1].map((word) => [digestOf(file.at(offset), 0, word), digestOf(file.at(offset), 1, word)]),
        ])
        expect(seen[0]).toEqual(seen[1])
        expect(serverValues(joined(row))).toEqual(row)
      }),
    )
  })

  it.each(['a\rb', 'a\u0000', '\u0001', 'x\u0002y', '\u0003'])('are refused where a value has to be written otherwise: %j', (text) => {
    expect(spill().writer.addServerLine(0, 0, key, joined(['a', text, null]), [null])).toBe(-1)
  })
})

type Row = { key: string; text: string }

/** The same diff by plain maps. */
function oracle(sheet: readonly Row[], database: readonly Row[]): { kind: string; key: string }[] {
  const [wanted, kept] = [new Map(sheet.map((row) => [row.key, row.text])), new Map(database.map((row) => [row.key, row.text]))]
  const found: { kind: string; key: string }[] = []
  for (const [key, text] of wanted) if (kept.get(key) !== text) found.push({ kind: kept.has(key) ? 'update' : 'insert', key })
  for (const key of kept.keys()) if (!wanted.has(key)) found.push({ kind: 'delete', key })
  return found.sort((a, b) => Buffer.from(a.key).compare(Buffer.from(b.key)))
}

function diffOf(sheet: readonly Row[], database: readonly Row[], seed: number): { found: { kind: string; key: string }[]; unchanged: number; twice: number } {
  const parts: KeyPart[] = [{ kind: 'text', nullable: false }]
  const [sheets, rows, key] = [spill(seed), spill(seed), new KeyBytes()]
  const write = (file: ReturnType<typeof spill>, row: Row) => {
    key.write(parts, [row.key])
    return file.writer.add(0, 0, key, row.text)
  }
  const index = new KeyIndex()
  for (const row of sheet) {
    const offset = write(sheets, row)
    index.add(sheets.writer.last(), offset)
  }
  sheets.end()
  const offsets = database.map((row) => write(rows, row))
  rows.end()
  const keyAt = (row: number) => keyOf(sheets.at(index.offsetOf(row)), 1)
  let twice = 0
  index.build(
    (row, other) => keyAt(row).equals(keyAt(other)),
    (row) => {
      index.mark(row, rowState.error)
      twice++
    },
  )
  const changes = new Changes()
  const rules = { policy: 'sync' as const, sources: [{ slice: 0, digest: 0 }], digests: 1 }
  const fault = () => {
    throw new Error('no fault here')
  }
  const join = new Join(index, rules, changes, { otherSlice: fault, notUnique: fault })
  for (const offset of offsets) join.database(rows.at(offset), offset, (row, record) => keyAt(row).equals(keyOf(record, 1)))
  join.rest(keyAt)
  const found = [...changes.order()].map((at) => {
    const { kind, row, before } = changes.at(at)
    return { kind, key: (row >= 0 ? keyAt(row) : keyOf(rows.at(before), 1)).toString() }
  })
  return { found, unchanged: join.unchanged, twice }
}

describe('the diff of rows', () => {
  const rows = fc.uniqueArray(
    fc.record({
      key: fc.oneof(
        fc.nat({ max: 60 }).map(String),
        fc.nat({ max: 30 }).map((n) => `a key longer than a hash ${n}`),
      ),
      text: fc.constantFrom('a', 'b', '가'),
    }),
    { selector: ({ key }) => key, maxLength: 80 },
  )

  it('is what two maps say, in the order of the keys', () => {
    fc.assert(
      fc.property(rows, rows, fc.integer(), (sheet, database, seed) => {
        const { found, unchanged, twice } = diffOf(sheet, database, seed)
        expect(found).toEqual(oracle(sheet, database))
        expect(twice).toBe(0)
        expect(unchanged + found.filter(({ kind }) => kind !== 'insert').length).toBe(database.length)
      }),
    )
  })

  it('does not depend on the order of the rows', () => {
    const shuffled = rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), rows))
    fc.assert(
      fc.property(shuffled, ([all, other, database]) => {
        expect(diffOf(other, database, 1)).toEqual(diffOf(all, database, 2))
      }),
    )
  })

  it('of many rows finds each of them', () => {
    const many = Array.from({ length: 70_000 }, (_, at): Row => ({ key: String(at), text: 'x' }))
    expect(diffOf(many, many, 3)).toEqual({ found: [], unchanged: 70_000, twice: 0 })
    expect(diffOf([...many, ...many.slice(0, 5)], many, 3)).toEqual({ found: [], unchanged: 70_000, twice: 5 })
  })
})

describe('operations', () => {
  const table = { names: ['id', 'name', 'touched', 'rest'], key: [0] }
  const sheet = { columns: [0, 1, 2], compared: [true, true, false] }

  it('name what changes and keep what does not', () => {
    expect(updateOf(table, sheet, ['1', null, 'now'], ['1', 'a', 'then', 'r'])).toEqual({
      op: 'update',
      key: { id: '1' },
      cells: { name: ['a', null], touched: ['then', 'now'] },
      same: { id: '1', rest: 'r' },
    })
  })

  it('are none where only a column differs that does not count, or one that the sheet does not say', () => {
    expect(updateOf(table, sheet, ['1', 'a', 'now'], ['1', 'a', 'then', 'r'])).toBeNull()
    expect(updateOf(table, sheet, ['1', absent, 'then'], ['1', 'a', 'then', 'r'])).toBeNull()
  })

  it('leave out of an insert what the sheet does not say', () => {
    expect(insertOf(table, sheet, ['1', absent, null])).toEqual({ op: 'insert', key: { id: '1' }, cells: { id: [null, '1'], touched: [null, null] } })
  })
})

it('the digest of a plan does not depend on the order of its tables', () => {
  const tables = [
    { table: 'b', digest: '2' },
    { table: 'a', digest: '1' },
  ]
  expect(planDigest(tables)).toBe(planDigest(tables.toReversed()))
  expect(planDigest(tables)).not.toBe(planDigest([{ table: 'a', digest: '2' }, tables[0] as { table: string; digest: string }]))
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toClosure } from '#core/condition/closure.ts'
import { literal } from '#core/condition/compared-as.ts'
import type { Comparison } from '#core/condition/condition.ts'
import type { ColumnType } from '../table.ts'
import { comparedAs } from './compared.ts'
import { representativesOf } from './representatives.ts'
import { column, text } from './testing/tables.ts'

const two = (n: number): string => String(n).padStart(2, '0')
const collation = 'utf8mb4_general_ci'
const words = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'X', '\u0000', '가', '\u{10ffff}', '\ud7ff'), maxLength })
const decimals = (scale: number, most: number) =>
  fc
    .integer({ min: -most, max: most })
    .map((n) => `${n < 0 ? '-' : ''}${Math.floor(Math.abs(n) / 10 ** scale)}.${String(Math.abs(n) % 10 ** scale).padStart(scale, '0')}`)
const days = fc.integer({ min: 0, max: 4 }).map((n) => `2028-02-${two(27 + n)}`.replace('-30', '-29').replace('-31', '-28'))
const clocks = (fsp: number) =>
  fc
    .constantFrom('00:00:00', '00:00:01', '23:59:59')
    .chain((clock) => fc.integer({ min: 0, max: 2 }).map((n) => `${clock}${fsp ? `.${String(n).padStart(fsp, '0')}` : ''}`))

/** Each kind of type: values that its column can hold, and literals that may be finer or larger than that. */
const types: [string, ColumnType, fc.Arbitrary<string>, fc.Arbitrary<string>][] = [
  ['TINYINT UNSIGNED', { kind: 'integer', bytes: 1, unsigned: true, boolean: false }, fc.integer({ min: 0, max: 255 }).map(String), decimals(1, 2_600)],
  ['TINYINT', { kind: 'integer', bytes: 1, unsigned: false, boolean: true }, fc.integer({ min: -128, max: 127 }).map(String), decimals(1, 1_300)],
  ['BIGINT', { kind: 'integer', bytes: 8, unsigned: false, boolean: false }, fc.bigInt({ min: -3n, max: 3n }).map(String), decimals(1, 40)],
  ['DECIMAL(4,2)', { kind: 'decimal', precision: 4, scale: 2, unsigned: false }, decimals(2, 9_999), decimals(3, 10_002)],
  ['BIT(3)', { kind: 'bit', bits: 3 }, fc.integer({ min: 0, max: 7 }).map(String), fc.integer({ min: -1, max: 9 }).map(String)],
  ['YEAR', { kind: 'year' }, fc.oneof(fc.constant('0000'), fc.integer({ min: 1901, max: 2155 }).map(String)), fc.integer({ min: -1, max: 2_157 }).map(String)],
  [
    'DOUBLE',
    { kind: 'float', double: true, unsigned: false },
    fc.integer({ min: -9, max: 9 }).map((n) => String(n / 2)),
    fc.integer({ min: -4, max: 4 }).map(String),
  ],
  ['VARCHAR(3)', { ...text, maxChars: 3 } as ColumnType, words(3), words(4)],
  ['TEXT', { ...text, maxChars: null } as ColumnType, words(5), words(4)],
  ['ENUM', { kind: 'enum', labels: ['b', 'A', 'c'], collation }, fc.constantFrom('b', 'A', 'c'), fc.constantFrom('b', 'A', 'c', 'd')],
  ['SET', { kind: 'set', labels: ['b', 'A'], collation }, fc.constantFrom('', 'b', 'A', 'b,A'), fc.constantFrom('', 'b', 'A', 'b,A', 'A,b', 'z')],
  ['DATE', { kind: 'date' }, days, days],
  [
    'DATETIME',
    { kind: 'datetime', fsp: 0 },
    fc.tuple(days, clocks(0)).map((parts) => parts.join(' ')),
    fc.tuple(days, clocks(1)).map((parts) => parts.join(' ')),
  ],
  [
    'DATETIME(3)',
    { kind: 'datetime', fsp: 3 },
    fc.tuple(days, clocks(3)).map((parts) => parts.join(' ')),
    fc.tuple(days, clocks(6)).map((parts) => parts.join(' ')),
  ],
  [
    'TIMESTAMP',
    { kind: 'timestamp', fsp: 0 },
    fc.tuple(days, clocks(0)).map((parts) => parts.join(' ')),
    fc.tuple(days, clocks(0)).map((parts) => parts.join(' ')),
  ],
  [
    'TIME(1)',
    { kind: 'time', fsp: 1 },
    fc.tuple(fc.constantFrom('', '-'), clocks(1)).map((parts) => parts.join('')),
    fc.tuple(fc.constantFrom('', '-'), clocks(2)).map((parts) => parts.join('')),
  ],
  ['JSON', { kind: 'json' }, fc.constant('{}'), fc.constant('')],
]

it.each(types)('%s: every value behaves as a representative does', (_, type, values, literals) => {
  const as = comparedAs(type)
  const known = literals.filter((value) => literal(as, value) !== null)
  const sized = fc.record({ left: fc.constant('c'), op: fc.constantFrom(...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const)), right: known })
  const equal = fc.record({
    left: fc.constant('c'),
    op: fc.constantFrom('in' as const, 'not_in' as const),
    right: fc.array(known, { minLength: 1, maxLength: 4 }),
  })
  const nulls = fc.record({ left: fc.constant('c'), op: fc.constantFrom('is_null' as const, 'not_null' as const) })
  const comparisons: fc.Arbitrary<Comparison> = as === 'opaque' ? nulls : fc.oneof(sized, equal, nulls)
  const unordered: fc.Arbitrary<Comparison> = as === 'opaque' ? nulls : equal
  const several = fc.oneof(fc.array(comparisons, { minLength: 1, maxLength: 4 }), fc.array(unordered, { minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(several, values, fc.boolean(), (list, value, nullable) => {
      const tests = list.map((one) => toClosure(one, () => ({ at: 0, as })))
      const answersFor = (cell: string | null): string => tests.map((test) => Number(test([cell]))).join('')
      const representatives = representativesOf(column('c', type, { nullable }), list)
      const answers = new Set(representatives.map(answersFor))
      expect(answers).toContain(answersFor(value))
      expect(representatives.includes(null)).toBe(nullable)
    }),
    { numRuns: 500 },
  )
})

const holds = (type: ColumnType, ...list: Comparison[]) => representativesOf(column('c', type), list)
const byte: ColumnType = { kind: 'integer', bytes: 1, unsigned: true, boolean: false }

it.each<[string, ColumnType, Comparison[], string[]]>([
  [
    'no value lies between neighbours',
    byte,
    [
      { left: 'c', op: 'lte', right: 4 },
      { left: 'c', op: 'gte', right: 5 },
    ],
    ['3', '4', '5', '6'],
  ],
  ['nor below the least', byte, [{ left: 'c', op: 'gte', right: 0 }], ['0', '1']],
  ['nor above the greatest', byte, [{ left: 'c', op: 'gt', right: 255 }], ['254', '255']],
  ['a fraction lies beside them', byte, [{ left: 'c', op: 'lt', right: '4.5' }], ['4', '5']],
  ['a literal out of reach is left out', byte, [{ left: 'c', op: 'eq', right: 300 }], ['0']],
  ['an ENUM has its labels alone', { kind: 'enum', labels: ['a', 'b'], collation: '' }, [{ left: 'c', op: 'in', right: ['a', 'b', 'z'] }], ['a', 'b']],
  ['years have a gap', { kind: 'year' }, [{ left: 'c', op: 'gt', right: 0 }], ['0', '1901', '2155']],
  ['a text has one other', text, [{ left: 'c', op: 'eq', right: 'X' }], ['X', 'Y']],
  ['a date has one other', { kind: 'date' }, [{ left: 'c', op: 'eq', right: '2000-01-01' }], ['2000-01-01', '2000-01-02']],
])('%s', (_, type, list, values) => expect(holds(type, ...list)).toEqual(values))

it('all values written leave no other', () => {
  const all = Array.from({ length: 256 }, (_, n) => ({ left: 'c', op: 'ne' as const, right: n - 128 }))
  expect(holds({ kind: 'integer', bytes: 1, unsigned: false, boolean: false }, ...all)).toHaveLength(256)
  expect(holds({ kind: 'integer', bytes: 1, unsigned: false, boolean: false }, ...all.slice(1))).toContain('-128')
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Condition } from '#core/condition/condition.ts'
import type { ColumnType } from '../table.ts'
import { rowTest } from './compared.ts'
import { mapping } from './mapping.ts'
import { checkSlices } from './slices.ts'
import { column, integer, table, text, tiny } from './testing/tables.ts'

const stuff = table('stuff', [
  column('id', integer),
  column('type', text, { nullable: true }),
  column('grade', tiny),
  column('opens_on', { kind: 'date' }),
  column('extra', { kind: 'json' }, { nullable: true }),
])

const sheetsOf = (...conditions: (Condition | null)[]) => {
  const sheets = conditions.map((where, n) => ({ sheet: String.fromCharCode(65 + n), where }))
  return mapping.parse({ tables: [{ table: 'stuff', sheets }] }).tables[0]?.sheets ?? []
}
const issuesOf = (...conditions: (Condition | null)[]) => checkSlices({ sheets: sheetsOf(...conditions) }, stuff).map(({ code, params }) => [code, params])

const is = (right: string): Condition => ({ left: 'type', op: 'eq', right })
const notIn = (...right: string[]): Condition => ({ left: 'type', op: 'not_in', right })

describe('slices share a table', () => {
  it.each<[string, (Condition | null)[]]>([
    ['the studio cut by type, NULL with the rest', [is('T'), is('M'), is('AT'), notIn('T', 'M', 'AT')]],
    ['one condition and its negation', [{ left: 'type', op: 'lt', right: 'M' }, { not: { left: 'type', op: 'lt', right: 'M' } }]],
    ['NULL apart', [{ left: 'type', op: 'is_null' }, is('T'), { all: [notIn('T'), { left: 'type', op: 'not_null' }] }]],
    [
      'whole numbers side by side',
      [
        { left: 'grade', op: 'lte', right: 3 },
        { left: 'grade', op: 'gte', right: 4 },
      ],
    ],
    [
      'days side by side',
      [
        { left: 'opens_on', op: 'lte', right: '2027-02-28' },
        { left: 'opens_on', op: 'gte', right: '2027-03-01' },
      ],
    ],
    ['two columns', [{ all: [is('T'), { left: 'grade', op: 'lt', right: 5 }] }, { all: [is('T'), { left: 'grade', op: 'gte', right: 5 }] }, notIn('T')]],
    ['all of an unsigned column', [{ left: 'grade', op: 'gte', right: 0 }]],
    [
      'whether there is JSON',
      [
        { left: 'extra', op: 'is_null' },
        { left: 'extra', op: 'not_null' },
      ],
    ],
    ['two sheets in one slice', [is('T'), notIn('T'), notIn('T')]],
    ['two sheets without a condition', [null, null]],
    ['no sheet', []],
  ])('%s', (_, conditions) => expect(issuesOf(...conditions)).toEqual([]))
})

describe('slices that do not are named with a row', () => {
  it.each<[string, (Condition | null)[], unknown[]]>([
    ['NULL in none', [is('T'), { all: [notIn('T'), { left: 'type', op: 'not_null' }] }], [['slices_gap', { witness: 'type = NULL' }]]],
    ['any other in none', [is('T'), is('M'), { left: 'type', op: 'is_null' }], [['slices_gap', { witness: "type = 'X'" }]]],
    ['one value in two', [is('T'), notIn('M'), is('M')], [['slices_overlap', { witness: "type = 'T'", sheets: 'A, B' }]]],
    [
      'both',
      [is('T'), { left: 'type', op: 'in', right: ['T', 'M'] }],
      [
        ['slices_overlap', { witness: "type = 'T'", sheets: 'A, B' }],
        ['slices_gap', { witness: "type = 'X'" }],
      ],
    ],
    [
      'a bound in none',
      [
        { left: 'grade', op: 'lt', right: 3 },
        { left: 'grade', op: 'gt', right: 3 },
      ],
      [['slices_gap', { witness: 'grade = 3' }]],
    ],
    [
      'a bound in two',
      [
        { left: 'grade', op: 'lte', right: 3 },
        { left: 'grade', op: 'gte', right: 3 },
      ],
      [['slices_overlap', { witness: 'grade = 3', sheets: 'A, B' }]],
    ],
    [
      'a day in none',
      [
        { left: 'opens_on', op: 'lt', right: '2027-02-28' },
        { left: 'opens_on', op: 'gte', right: '2027-03-01' },
      ],
      [['slices_gap', { witness: "opens_on = '2027-02-28'" }]],
    ],
    ['case and spaces count', [is('T'), is('t'), notIn('T', 't', 'T ')], [['slices_gap', { witness: "type = 'T '" }]]],
    ['two columns', [is('T'), { all: [notIn('T'), { left: 'grade', op: 'eq', right: 1 }] }], [['slices_gap', { witness: "type = 'X', grade = 0" }]]],
    ['a sheet of the whole table beside a slice', [null, is('T')], [['slices_whole', { sheets: 'A' }]]],
  ])('%s', (_, conditions, issues) => expect(issuesOf(...conditions)).toEqual(issues))

  it('a flag may hold more than yes and no', () => {
    const flags = table('flags', [column('on', { kind: 'integer', bytes: 1, unsigned: false, boolean: true })])
    const sheets = sheetsOf({ left: 'on', op: 'eq', right: true }, { left: 'on', op: 'eq', right: false })
    expect(checkSlices({ sheets }, flags)).toMatchObject([{ code: 'slices_gap', params: { witness: 'on = 2' } }])
  })
})

it('more combinations than can be tried are refused', () => {
  const many = (left: string, count: number, from = 0): Condition => ({ left, op: 'in', right: Array.from({ length: count }, (_, n) => String(n + from)) })
  const all = { all: [many('id', 100), many('grade', 100)] }
  expect(issuesOf(all, { not: all })).toEqual([['slices_too_many', { combinations: 10_201, limit: 10_000 }]])
})

it('a mapping whose proofs would take long together is refused where the budget ends', () => {
  const budget = { left: 40 }
  const where = [is('T'), notIn('T')]
  const codes = [1, 2, 3, 4, 5, 6, 7].map(() => checkSlices({ sheets: sheetsOf(...where) }, stuff, budget).map(({ code }) => code))
  expect(codes).toEqual([[], [], [], [], [], [], ['slices_costly']])
})

it('conditions that cannot be compiled are left to the check of conditions', () => {
  expect(issuesOf({ left: 'gone', op: 'is_null' }, is('T'))).toEqual([])
})

it('the proof says what trying every row says', () => {
  const types: Record<string, { type: ColumnType; domain: (string | null)[]; right: fc.Arbitrary<string | number> }> = {
    kind: { type: { kind: 'enum', labels: ['a', 'b', 'c'], collation: '' }, domain: ['a', 'b', 'c', null], right: fc.constantFrom('a', 'b', 'c') },
    bits: { type: { kind: 'bit', bits: 3 }, domain: Array.from({ length: 8 }, (_, n) => String(n)), right: fc.integer({ min: -1, max: 8 }) },
    grade: { type: tiny, domain: [...Array.from({ length: 256 }, (_, n) => String(n)), null], right: fc.integer({ min: 0, max: 4 }) },
  }
  const names = Object.keys(types)
  const columns = names.map((name) => column(name, types[name]?.type ?? text, { nullable: types[name]?.domain.includes(null) ?? false }))
  const small = table('small', columns)
  const rows = (types.kind?.domain ?? []).flatMap((a) => (types.bits?.domain ?? []).flatMap((b) => (types.grade?.domain ?? []).map((c) => [a, b, c])))
  const comparison: fc.Arbitrary<Condition> = fc.constantFrom(...names).chain((left) => {
    const right = types[left]?.right ?? fc.constant('')
    return fc.oneof(
      fc.record({ left: fc.constant(left), op: fc.constantFrom(...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const)), right }),
      fc.record({ left: fc.constant(left), op: fc.constantFrom('is_null' as const, 'not_null' as const) }),
    )
  })
  // Some lists share the table by construction: each part is cut in two by one more comparison.
  const cut = fc.array(fc.tuple(comparison, fc.nat()), { maxLength: 3 }).map((cuts) =>
    cuts.reduce<Condition[][]>(
      (parts, [by, at]) =>
        parts.flatMap((part, n) =>
          n === at % parts.length
            ? [
                [...part, by],
                [...part, { not: by }],
              ]
            : [part],
        ),
      [[]],
    ),
  )
  const shared = cut.map((parts) => parts.flatMap((all): Condition[] => (all.length ? [{ all }] : [])))
  const lists = fc.oneof(shared, fc.array(comparison, { minLength: 1, maxLength: 3 }))
  fc.assert(
    fc.property(lists, (conditions) => {
      const found = checkSlices({ sheets: sheetsOf(...conditions) }, small).map(({ code }) => code)
      const distinct = [...new Map(conditions.map((one) => [JSON.stringify(one), one])).values()]
      const tests = distinct.map((where) => rowTest(where, columns))
      const counts = rows.map((row) => tests.filter((test) => test(row)).length)
      const expected = [...(counts.some((n) => n > 1) ? ['slices_overlap'] : []), ...(counts.includes(0) ? ['slices_gap'] : [])]
      expect(found).toEqual(tests.length ? expected : [])
    }),
    { numRuns: 150 },
  )
})

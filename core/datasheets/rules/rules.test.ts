import { describe, expect, it } from 'vitest'
import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'
import { columnOf, types } from '#core/datasheets/values/testing/columns.ts'
import type { RuleContext, RuleFinding, RuleRow } from './check.ts'
import { duplicateKeyParams } from './keys.ts'
import { tableChecks } from './table-checks.ts'

const columns: ColumnDef[] = [
  columnOf(types.int, { name: 'id' }),
  columnOf(types.int, { name: 'group_id', nullable: true }),
  columnOf(types.wide, { name: 'rate', nullable: true, default: { value: '1' } }),
  columnOf(types.varchar, { name: 'name', nullable: true }),
  columnOf(types.date, { name: 'starts', nullable: true }),
  columnOf({ kind: 'datetime', fsp: 3 }, { name: 'ends', nullable: true }),
]
const table: TableDef = { name: 'gacha', comment: '', columns, primaryKey: ['id'], uniqueKeys: [], foreignKeys: [], triggers: [] }
const names = columns.map(({ name }) => name)
const row = (cells: Partial<Record<'id' | 'group_id' | 'rate' | 'name' | 'starts' | 'ends', string>>): RuleRow =>
  names.map((name) => cells[name as 'id'] ?? null)

type Told = Pick<RuleFinding<number>, 'code' | 'column' | 'value' | 'where' | 'params'>

function found(
  rules: readonly Rule[],
  rows: readonly RuleRow[],
  rest: Partial<RuleContext<number>> & { targets?: readonly RuleRow[]; late?: boolean } = {},
): Told[] {
  const findings: Told[] = []
  const { targets = [], late = false, ...context } = rest
  const checks = tableChecks(rules, { table, columns: names, place: (where) => `A${where}`, report: (finding) => findings.push(finding), ...context })
  const feedTargets = () => {
    for (const reference of checks.references) for (const target of targets) reference.target(target)
  }
  if (!late) feedTargets()
  for (const [n, cells] of rows.entries()) {
    checks.rows.add(cells, n + 1)
    for (const reference of checks.references) reference.add(cells, n + 1)
  }
  if (late) feedTargets()
  checks.rows.finish()
  for (const reference of checks.references) reference.finish()
  return findings
}
const codes = (findings: readonly Told[]): string[] => findings.map(({ code, where }) => `${code} ${where}`)
const rates = (...values: (string | undefined)[]): RuleRow[] => values.map((rate) => row(rate === undefined ? {} : { rate }))

describe('range', () => {
  const rule: Rule = { kind: 'range', column: 'rate', min: '0', max: '100.5' }
  it('takes both bounds and NULL, and compares by value', () => {
    expect(codes(found([rule], rates('0.000', '100.50', undefined, '9')))).toEqual([])
    expect(found([rule], rates('-0.01', '100.51'))).toEqual([
      { code: 'rule_below_minimum', column: 'rate', value: '-0.01', params: { min: '0' }, where: 1 },
      { code: 'rule_above_maximum', column: 'rate', value: '100.51', params: { max: '100.5' }, where: 2 },
    ])
  })
  it('may have one bound', () => {
    expect(codes(found([{ kind: 'range', column: 'rate', min: '10' }], rates('9.99', '1000')))).toEqual(['rule_below_minimum 1'])
  })
  it('refuses what is no number', () => {
    expect(codes(found([{ kind: 'range', column: 'name', min: '1' }], [row({ name: 'x' }), row({ name: '2' })]))).toEqual(['rule_not_a_number 1'])
  })
  it('says when the table has no such column', () => {
    expect(found([{ kind: 'range', column: 'gone', min: '1' }], rates('1', '2'))).toEqual([
      { code: 'rule_column_missing', column: 'gone', value: null, params: { column: 'gone' }, where: null },
    ])
  })
})

describe('not_default', () => {
  it('refuses NULL, nought and the column’s own default', () => {
    expect(
      codes(found([{ kind: 'not_default', column: 'rate' }], rates(undefined, '0.00000000000000000000', '1.00000000000000000000', '2.00000000000000000000'))),
    ).toEqual(['rule_default_value 1', 'rule_default_value 2', 'rule_default_value 3'])
  })
  it('takes the text 0, but no empty one', () => {
    expect(codes(found([{ kind: 'not_default', column: 'name' }], [row({ name: '0' }), row({ name: '' }), row({ name: 'null' })]))).toEqual([
      'rule_default_value 2',
    ])
  })
  it('refuses the zero date', () => {
    expect(codes(found([{ kind: 'not_default', column: 'starts' }], [row({ starts: '0000-00-00' }), row({ starts: '2026-11-21' })]))).toEqual([
      'rule_default_value 1',
    ])
  })
})

describe('sum', () => {
  const rule: Rule = { kind: 'sum', column: 'rate', by: ['group_id'], equals: '100' }
  const inGroup = (group: string | undefined, rate: string | undefined): RuleRow => row({ ...(group && { group_id: group }), ...(rate && { rate }) })

  it('is exact', () => {
    expect(found([rule], [inGroup('1', '33.3'), inGroup('1', '33.3'), inGroup('1', '33.4')])).toEqual([])
    expect(
      found(
        [rule],
        Array.from({ length: 1000 }, () => inGroup('1', '0.1')),
      ),
    ).toEqual([])
  })
  it('has no tolerance, and tells the group, its rows and its sum at its first row', () => {
    expect(found([rule], [inGroup('2', '50.0000'), inGroup('1', '100'), inGroup('2', '49.9999')])).toEqual([
      {
        code: 'rule_wrong_sum',
        column: 'rate',
        value: '99.9999',
        params: { group: 'group_id = 2', sum: '99.9999', expected: '100', rows: 2 },
        where: 1,
      },
    ])
  })
  it('has a group for NULL, in which NULL counts nothing', () => {
    expect(found([rule], [inGroup(undefined, '60'), inGroup(undefined, undefined), inGroup(undefined, '40')])).toEqual([])
    expect(found([rule], [inGroup(undefined, '60')])).toMatchObject([{ params: { group: 'group_id = NULL' } }])
  })
  it('is of the whole table without groups', () => {
    expect(found([{ ...rule, by: [] }], [inGroup('1', '60'), inGroup('2', '30')])).toMatchObject([{ params: { group: '*', sum: '90', rows: 2 } }])
  })
  it('takes what the collation takes for one group as one', () => {
    const byName: Rule = { ...rule, by: ['name'] }
    const rows = [row({ name: 'a', rate: '60' }), row({ name: 'A', rate: '40' })]
    expect(codes(found([byName], rows))).toHaveLength(2)
    expect(found([byName], rows, { fold: (_, value) => value.toLowerCase() })).toEqual([])
  })
})

describe('order', () => {
  const rule: Rule = { kind: 'order', before: 'starts', after: 'ends' }
  it.each([
    ['2026-11-21', '2026-11-22 00:00:00.000', true],
    ['2026-11-21', '2026-11-21 00:00:00.000', true],
    ['2026-11-21', '2026-11-20 23:59:59.999', false],
    [undefined, '2026-11-20 00:00:00.000', true],
    ['2026-11-21', undefined, true],
  ])('%s then %s: %s', (starts, ends, fits) => {
    expect(codes(found([rule], [row({ ...(starts && { starts }), ...(ends && { ends }) })]))).toEqual(fits ? [] : ['rule_wrong_order 1'])
  })
  it('compares numbers by value', () => {
    const numbers: Rule = { kind: 'order', before: 'group_id', after: 'rate' }
    expect(codes(found([numbers], [row({ group_id: '9', rate: '10.0' }), row({ group_id: '10', rate: '9.5' })]))).toEqual(['rule_wrong_order 2'])
  })
})

describe('unique', () => {
  const named = (...values: (string | undefined)[]): RuleRow[] => values.map((name) => row(name === undefined ? {} : { name }))

  it('tells each row after the first, with the place of the first', () => {
    expect(found([{ kind: 'unique', columns: ['name'] }], named('a', 'b', 'a', undefined, undefined, 'a'))).toEqual([
      { code: 'rule_not_unique', column: 'name', value: 'a', params: { key: 'name', columns: 'name', other: 'A1' }, where: 3 },
      { code: 'rule_not_unique', column: 'name', value: 'a', params: { key: 'name', columns: 'name', other: 'A1' }, where: 6 },
    ])
  })
  it('keeps the parts of a key apart', () => {
    const rule: Rule = { kind: 'unique', columns: ['name', 'group_id'] }
    expect(codes(found([rule], [row({ name: 'a1', group_id: '2' }), row({ name: 'a', group_id: '12' }), row({ name: 'a1', group_id: '2' })]))).toEqual([
      'rule_not_unique 3',
    ])
  })
  it('covers the table’s own keys, with their collation and their prefixes', () => {
    const keyed = {
      ...table,
      uniqueKeys: [
        { name: 'by_name', columns: ['name'], prefixes: [2] },
        { name: 'elsewhere', columns: ['not_read'] },
      ],
    }
    const findings = found([], named('abc', 'ABD', 'xbc'), { table: keyed, fold: (_, value) => value.toLowerCase() })
    expect(findings).toEqual([
      { code: 'unique_key_duplicate', column: 'name', value: 'ABD', params: { key: 'by_name', columns: 'name', other: 'A1' }, where: 2 },
    ])
  })
  it('counts a prefix in characters', () => {
    const keyed = { ...table, uniqueKeys: [{ name: 'by_name', columns: ['name'], prefixes: [2] }] }
    expect(codes(found([], named('🗡🗡a', '🗡🗡b', '🗡가'), { table: keyed }))).toEqual(['unique_key_duplicate 2'])
  })
  it('finds the duplicates among many', () => {
    const many = Array.from({ length: 50_000 }, (_, n) => row({ name: `item ${n}` }))
    expect(codes(found([{ kind: 'unique', columns: ['name'] }], [...many, row({ name: 'item 41234' })]))).toEqual(['rule_not_unique 50001'])
  })
})

describe('references', () => {
  const rule: Rule = { kind: 'reference', column: 'group_id', table: 'group', to: 'id' }
  const groups = (...ids: string[]): RuleRow[] => ids.map((id) => row({ group_id: id }))

  it.each([false, true])('are looked up whichever table comes first (the other one late: %s)', (late) => {
    const findings = found([rule], [...groups('1', '7', '2', '7'), row({})], { targets: [['1'], ['2'], ['3'], [null]], late })
    expect(findings).toEqual([
      {
        code: 'rule_reference_missing',
        column: 'group_id',
        value: '7',
        params: { name: 'group.id', columns: 'group_id', table: 'group', references: 'id', rows: 2 },
        where: 2,
      },
    ])
  })
  it('compare numbers of two types by value', () => {
    expect(found([rule], groups('1', '20'), { targets: [['1.00'], ['20.00']] })).toEqual([])
  })
  it('compare texts as the collation does', () => {
    const byName: Rule = { kind: 'reference', column: 'name', table: 'item', to: 'code' }
    const rows = [row({ name: 'abc' })]
    expect(codes(found([byName], rows, { targets: [['ABC']] }))).toEqual(['rule_reference_missing 1'])
    expect(found([byName], rows, { targets: [['ABC']], fold: (_, value) => value.toLowerCase() })).toEqual([])
  })
  it('by foreign keys of several columns pass with NULL among them', () => {
    const foreign = {
      ...table,
      foreignKeys: [{ name: 'fk', columns: ['group_id', 'name'], table: 'group', references: ['season', 'code'], onDelete: 'RESTRICT' }],
    }
    const rows = [row({ group_id: '1', name: 'a' }), row({ group_id: '1' }), row({ group_id: '1', name: 'b' })]
    expect(found([], rows, { table: foreign, targets: [['1', 'a']] })).toEqual([
      {
        code: 'foreign_key_missing',
        column: 'group_id',
        value: '1, b',
        params: { name: 'fk', columns: 'group_id, name', table: 'group', references: 'season, code', rows: 1 },
        where: 3,
      },
    ])
  })
  it('may lead into their own table', () => {
    const self = { ...table, foreignKeys: [{ name: 'parent', columns: ['group_id'], table: 'gacha', references: ['id'], onDelete: 'SET NULL' }] }
    const rows = [row({ id: '1' }), row({ id: '2', group_id: '1' }), row({ id: '3', group_id: '9' })]
    expect(codes(found([], rows, { table: self, targets: rows.map((cells) => [cells[0] ?? null]), late: true }))).toEqual(['foreign_key_missing 3'])
  })
})

describe('keys', () => {
  it('name the cells of duplicates, ten at most', () => {
    expect(duplicateKeyParams(['Items.xlsx / Material / A5', 'Items.xlsx / Artifact / A9'])).toEqual({
      places: 'Items.xlsx / Material / A5, Items.xlsx / Artifact / A9',
      count: 2,
    })
    expect(duplicateKeyParams(Array.from({ length: 12 }, (_, n) => `A${n}`))).toEqual({ places: 'A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, …', count: 12 })
  })
})

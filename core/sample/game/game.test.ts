import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { gameTablesOf } from '#core/sample/game/game.ts'
import { ratesOf } from '#core/sample/game/gashapon.ts'
import { createSqlOf, type GameEnvironment, type GameTable, gameEnvironments, patched, type Row } from '#core/sample/game/table.ts'
import { planOf } from '#core/sample/plan.ts'
import { rngOf } from '#core/sample/rng.ts'

const plan = planOf(500, 3, Date.parse('2026-11-15T00:00:00+09:00'))
const tables = gameTablesOf(plan)
const rowsOf = (name: string, environment: GameEnvironment): Row[] => tableOf(name).rows(plan.seed, environment)
function tableOf(name: string): GameTable {
  const table = tables.find((one) => one.name === name)
  if (!table) throw new Error(`no table ${name}`)
  return table
}

describe.each(tables)('$name', (table) => {
  it.each(gameEnvironments)('has rows of the declared width in %s, the same each time', (environment) => {
    const rows = table.rows(plan.seed, environment)
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.every((row) => row.length === table.columns.length)).toBe(true)
    expect(table.rows(plan.seed, environment)).toEqual(rows)
  })

  it('differs between the environments', () => expect(table.rows(plan.seed, 'test')).not.toEqual(table.rows(plan.seed, 'production')))
  it('carries the mark', () => expect(createSqlOf(table)).toContain("COMMENT='quarterdeck sample'"))
})

/** Ten-thousandths of a percent, so that sums are exact. */
const units = (rate: unknown): number => Number(String(rate).replace('.', ''))
const sums = (rows: readonly Row[], groupOf: (row: Row) => string, rate: number): Set<number> => {
  const byGroup = new Map<string, number>()
  for (const row of rows) byGroup.set(groupOf(row), (byGroup.get(groupOf(row)) ?? 0) + units(row[rate]))
  return new Set(byGroup.values())
}

describe('gashapon', () => {
  it.each(gameEnvironments)('rates of each group sum to 100 in %s', (environment) => {
    expect(sums(rowsOf('gashapon_step1', environment), (row) => String(row[1]), 3)).toEqual(new Set([1_000_000]))
    expect(sums(rowsOf('gashapon_step2', environment), (row) => `${row[1]}/${row[2]}`, 4)).toEqual(new Set([1_000_000]))
  })

  it('splits 100 % into any number of positive rates', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), (count, seed) => {
        const rates = ratesOf(rngOf(seed, 1), count)
        expect(rates).toHaveLength(count)
        expect(rates.every((rate) => rate >= 1)).toBe(true)
        expect(rates.reduce((sum, rate) => sum + rate, 0)).toBe(1_000_000)
      }),
    )
  })
})

describe('references', () => {
  it.each(gameEnvironments)('to items hold in %s', (environment) => {
    const items = new Set(rowsOf('stuff', environment).map((row) => row[0]))
    for (const [name, column] of [
      ['gashapon_step2', 'stuff_id'],
      ['weekly_ranking_reward', 'stuff_id'],
      ['event_schedule', 'banner_stuff_id'],
      ['drop_note', 'stuff_id'],
      ['tb_mission', 'reward_stuff_id'],
    ] as const) {
      const at = tableOf(name).columns.indexOf(column)
      expect(rowsOf(name, environment).filter((row) => row[at] !== null && !items.has(row[at] ?? null))).toEqual([])
    }
  })
})

describe('stuff', () => {
  it('has all slices, unclassified equipment among them', () => {
    const types = new Set(rowsOf('stuff', 'production').map((row) => row[2]))
    expect(types).toEqual(new Set(['T', 'M', 'AT', 'EQ', 'AC', null]))
  })

  it('differs by 3 added, 2 removed and 14 changed items', () => {
    const [test, production] = [rowsOf('stuff', 'test'), rowsOf('stuff', 'production')]
    const before = new Map(production.map((row) => [row[0], row]))
    const after = new Map(test.map((row) => [row[0], row]))
    expect([...after.keys()].filter((id) => !before.has(id))).toHaveLength(3)
    expect([...before.keys()].filter((id) => !after.has(id))).toHaveLength(2)
    expect(test.filter((row) => before.has(row[0]) && JSON.stringify(before.get(row[0])) !== JSON.stringify(row))).toHaveLength(14)
  })
})

describe('patched', () => {
  it('removes, changes and adds', () => {
    const rows: Row[] = [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]
    expect(patched(['id', 'name'], rows, { remove: [2], change: [{ key: 3, column: 'name', to: () => null }], add: [[4, 'd']] })).toEqual([
      [1, 'a'],
      [3, null],
      [4, 'd'],
    ])
    expect(rows[2]).toEqual([3, 'c'])
  })
})

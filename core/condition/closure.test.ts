import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toClosure } from './closure.ts'
import type { ComparedAs } from './compared-as.ts'
import { type Condition, condition } from './condition.ts'
import { conditionFaults } from './faults.ts'
import { toSql } from './sql.ts'
import { columnNames, conditions, kinds, rows } from './testing/conditions.ts'

const columnAt = (name: string) => ({ at: columnNames.indexOf(name), as: kinds[name] as ComparedAs })
const one = (as: ComparedAs) => () => ({ at: 0, as })
const holds = (tree: Condition, as: ComparedAs, cell: string | null): boolean => toClosure(tree, one(as))([cell])

describe('NULL is a value of its own', () => {
  it.each<[Condition, boolean]>([
    [{ left: 'c', op: 'eq', right: 'T' }, false],
    [{ left: 'c', op: 'ne', right: 'T' }, true],
    [{ left: 'c', op: 'in', right: ['T', 'M'] }, false],
    [{ left: 'c', op: 'not_in', right: ['T', 'M', 'AT'] }, true],
    [{ left: 'c', op: 'lt', right: 'T' }, false],
    [{ left: 'c', op: 'gte', right: 'T' }, false],
    [{ not: { left: 'c', op: 'lt', right: 'T' } }, true],
    [{ left: 'c', op: 'is_null' }, true],
    [{ left: 'c', op: 'not_null' }, false],
  ])('%j: %s', (tree, expected) => expect(holds(tree, 'text', null)).toBe(expected))
})

it.each<[Condition, ComparedAs, string, boolean]>([
  [{ left: 'c', op: 'eq', right: 'T' }, 'text', 't', false],
  [{ left: 'c', op: 'eq', right: 'T' }, 'text', 'T ', false],
  [{ left: 'c', op: 'eq', right: 1 }, 'number', '1.00', true],
  [{ left: 'c', op: 'eq', right: true }, 'number', '1', true],
  [{ left: 'c', op: 'in', right: ['01', 2] }, 'number', '1', true],
  [{ left: 'c', op: 'lt', right: '10' }, 'number', '9', true],
  [{ left: 'c', op: 'lt', right: '10' }, 'text', '9', false],
  [{ left: 'c', op: 'gt', right: '9007199254740992' }, 'number', '9007199254740993', true],
  [{ left: 'c', op: 'eq', right: '2027-01-01' }, 'datetime', '2027-01-01 00:00:00.000', true],
  [{ left: 'c', op: 'lt', right: '00:00:00' }, 'time', '-00:00:01', true],
  [{ left: 'c', op: 'gt', right: '\ud7ff' }, 'text', '\u{1f600}', true],
])('%j on %s %s: %s', (tree, as, cell, expected) => expect(holds(tree, as, cell)).toBe(expected))

it('a condition and its negation share every row among them', () => {
  fc.assert(
    fc.property(conditions, rows, (tree, row) => {
      expect(toClosure({ not: tree }, columnAt)(row)).toBe(!toClosure(tree, columnAt)(row))
    }),
  )
})

it.each([
  ['eq', 'ne'],
  ['in', 'not_in'],
] as const)('so do %s and %s', (op, opposite) => {
  fc.assert(
    fc.property(fc.constantFrom('T', 't', '', 'M'), fc.option(fc.constantFrom('T', 't', '', 'X')), (right, cell) => {
      const [a, b] = [op, opposite].map((name) => ({ left: 'c', op: name, right: name === 'eq' || name === 'ne' ? right : [right, 'M'] }))
      expect(holds(a as Condition, 'text', cell)).toBe(!holds(b as Condition, 'text', cell))
    }),
  )
})

it('conditions of the generator are conditions', () => {
  fc.assert(
    fc.property(conditions, (tree) => {
      expect(condition.parse(tree)).toEqual(tree)
    }),
  )
})

describe('what cannot be compiled', () => {
  const tree: Condition = {
    all: [
      { left: 'gone', op: 'is_null' },
      {
        any: [{ not: { left: 'n', op: 'eq', right: 'many' } }, { left: 'j', op: 'eq', right: '{}' }, { left: 'j', op: 'is_null' }],
      },
      { left: 'n', op: 'in', right: ['1', '2', 'x', 'y'] },
    ],
  }
  const types: Record<string, ComparedAs> = { n: 'number', j: 'opaque' }

  it('is named, all of it, with its place', () => {
    expect(conditionFaults(tree, (name) => types[name] ?? null)).toEqual([
      { path: 'all.0', code: 'condition_column', column: 'gone', value: '' },
      { path: 'all.1.any.0.not', code: 'condition_value', column: 'n', value: 'many' },
      { path: 'all.1.any.1', code: 'condition_type', column: 'j', value: '' },
      { path: 'all.2', code: 'condition_value', column: 'n', value: 'x' },
      { path: 'all.2', code: 'condition_value', column: 'n', value: 'y' },
    ])
  })

  it.each<[Condition, RegExp]>([
    [{ left: 'gone', op: 'is_null' }, /no column gone/],
    [{ left: 'n', op: 'eq', right: 'many' }, /n cannot be compared with "many"/],
    [{ left: 'j', op: 'eq', right: '{}' }, /j cannot be compared/],
  ])('%j is a fault of the program in both compilers', (wrong, message) => {
    const find = (name: string) => types[name] ?? null
    expect(() => toSql(wrong, find, (name) => name)).toThrow(message)
    expect(() =>
      toClosure(wrong, (name) => {
        const as = find(name)
        return as && { at: 0, as }
      }),
    ).toThrow(message)
  })

  it('and so is a cell that is not canonical', () => {
    expect(() => holds({ left: 'n', op: 'eq', right: 1 }, 'number', 'one')).toThrow('n holds "one", which is no number')
  })
})

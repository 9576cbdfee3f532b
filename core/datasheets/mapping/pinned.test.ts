import { expect, it } from 'vitest'
import type { Condition } from '#core/condition/condition.ts'
import { pinnedBy } from './pinned.ts'

it.each<[Condition, [string, string | null][]]>([
  [{ left: 'a', op: 'eq', right: 'T' }, [['a', 'T']]],
  [{ left: 'a', op: 'eq', right: true }, [['a', '1']]],
  [{ left: 'a', op: 'is_null' }, [['a', null]]],
  [{ left: 'a', op: 'in', right: ['T', 'T'] }, [['a', 'T']]],
  [{ left: 'a', op: 'in', right: ['T', 'M'] }, []],
  [{ left: 'a', op: 'in', right: [1, '1', true] }, [['a', '1']]],
  [{ left: 'a', op: 'eq', right: '' }, []],
  [{ left: 'a', op: 'ne', right: 'T' }, []],
  [{ left: 'a', op: 'not_null' }, []],
  [{ not: { left: 'a', op: 'eq', right: 'T' } }, []],
  [{ any: [{ left: 'a', op: 'eq', right: 'T' }] }, []],
  [
    {
      all: [
        { left: 'a', op: 'eq', right: 'T' },
        { left: 'b', op: 'gt', right: 1 },
        { left: 'c', op: 'is_null' },
      ],
    },
    [
      ['a', 'T'],
      ['c', null],
    ],
  ],
])('%j leaves %j', (condition, pinned) => expect([...pinnedBy(condition)]).toEqual(pinned))

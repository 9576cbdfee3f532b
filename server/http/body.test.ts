import { expect, it } from 'vitest'
import { isTooDeep } from './body.ts'

const nested = (levels: number): unknown => JSON.parse(`${'{"not":'.repeat(levels)}1${'}'.repeat(levels)}`)

it.each([
  [nested(100), false],
  [nested(101), true],
  [[nested(99)], false],
  [[1, nested(100)], true],
  [nested(50_000), true],
  [null, false],
  ['text', false],
])('%#: too deep is %s', (value, deep) => expect(isTooDeep(value)).toBe(deep))

import { describe, expect, it } from 'vitest'
import { type Rule, requiredFor, rulesFault } from '#core/approvals/policy.ts'

const rule = (change: Partial<Rule> = {}): Rule => ({
  kind: 'datasheets.import',
  environment: null,
  environmentKind: 'test',
  fromSize: 0,
  required: 1,
  ...change,
})
const ask = (kind: 'test' | 'production', size = 10, id = 'e1') => ({ kind: 'datasheets.import', environment: { id, kind }, size })

describe('how many people have to agree', () => {
  it('is none in test environments and one in production where no rule holds', () => {
    expect(requiredFor([], ask('test'))).toBe(0)
    expect(requiredFor([], ask('production'))).toBe(1)
  })
  it.each([
    [0, 0],
    [99, 0],
    [100, 1],
    [999, 1],
    [1000, 3],
    [2_000_000_000, 3],
  ])('of %i rows is %i: the rule that begins highest and is reached', (size, required) => {
    const rules = [rule({ fromSize: 1000, required: 3 }), rule({ fromSize: 100, required: 1 })]
    expect(requiredFor(rules, ask('test', size))).toBe(required)
    expect(requiredFor(rules.toReversed(), ask('test', size))).toBe(required)
  })
  it('goes by the rules of the environment itself, and by those of its kind below their sizes', () => {
    const rules = [rule({ required: 2 }), rule({ environment: 'e1', fromSize: 50, required: 0 })]
    expect(requiredFor(rules, ask('test', 10))).toBe(2)
    expect(requiredFor(rules, ask('test', 50))).toBe(0)
    expect(requiredFor(rules, ask('test', 50, 'e2'))).toBe(2)
  })
  it('is never below one in production, also by a rule from the time when it was a test environment', () => {
    expect(requiredFor([rule({ environment: 'e1', required: 0 })], ask('production'))).toBe(1)
    expect(requiredFor([rule({ environmentKind: 'production', required: 0 })], ask('production'))).toBe(1)
  })
  it('leaves rules of other kinds of acts and of environments alone', () => {
    const rules = [rule({ kind: 'push.send', required: 3 }), rule({ environmentKind: 'production', required: 3 })]
    expect(requiredFor(rules, ask('test'))).toBe(0)
  })
})

describe('rules that cannot stand', () => {
  it('are those that ask for nobody in production, and the second of a case', () => {
    expect(rulesFault([rule(), rule({ environmentKind: 'production', required: 0 })])).toEqual({ code: 'policy_below_production', at: 1 })
    expect(rulesFault([rule(), rule({ fromSize: 5 }), rule({ required: 2 })])).toEqual({ code: 'policy_twice', at: 2 })
    expect(rulesFault([rule({ environment: 'e1' }), rule({ environment: 'e1', environmentKind: 'production' })])).toEqual({ code: 'policy_twice', at: 1 })
  })
  it('are no others', () => {
    expect(rulesFault([])).toBeNull()
    expect(rulesFault([rule({ required: 0 }), rule({ environment: 'e1' }), rule({ environmentKind: 'production' }), rule({ fromSize: 1 })])).toBeNull()
  })
})

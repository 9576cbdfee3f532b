import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keySet } from './key-set.ts'

describe('keySet', () => {
  it('is a set that numbers its keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 3_000 }), fc.string({ maxLength: 3 }), (keys, other) => {
        const set = keySet()
        const model = new Map<string, number>()
        for (const key of keys) {
          expect(set.add(key)).toBe(model.get(key) ?? -1)
          if (!model.has(key)) model.set(key, model.size)
        }
        expect(set.size()).toBe(model.size)
        expect(set.has(other)).toBe(model.has(other))
      }),
    )
  })
  it('keeps numbers and their neighbours apart while it grows', () => {
    const set = keySet()
    for (let n = 0; n < 200_000; n++) expect(set.add(`${n}`)).toBe(-1)
    expect(set.size()).toBe(200_000)
    expect(set.add('199999')).toBe(199_999)
    expect(set.has('200000')).toBe(false)
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonical, definitionHash, definitionOf, type Json } from './definition.ts'

const input = { sourceId: 's', prefix: 'p-', window: { from: 1, to: 2 }, lookbackDays: null, sample: null }

it('canonical text does not depend on the order of keys, and means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json
      const turned = (one: Json): Json =>
        Array.isArray(one)
          ? one.map(turned)
          : typeof one === 'object' && one !== null
            ? Object.fromEntries(
                Object.entries(one)
                  .reverse()
                  .map(([k, v]) => [k, turned(v)]),
              )
            : one
      expect(canonical(turned(json))).toBe(canonical(json))
      expect(JSON.parse(canonical(json))).toEqual(json)
    }),
  )
})

it.each([{ prefix: 'q-' }, { window: { from: 1, to: 3 } }, { lookbackDays: 30 }, { sample: 10 }])('another %j is another definition', (change) => {
  expect(definitionHash(definitionOf({ ...input, ...change }))).not.toBe(definitionHash(definitionOf(input)))
})

it('the same definition has the same hash', () => {
  expect(definitionHash(definitionOf({ ...input }))).toBe(definitionHash(definitionOf(input)))
  expect(definitionHash(definitionOf(input))).toMatch(/^[0-9a-f]{64}$/)
})

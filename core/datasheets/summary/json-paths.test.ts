import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalJson } from '#core/datasheets/values/json.ts'
import { jsonChanges } from './json-paths.ts'

const told = (old: string, next: string, most = 10) => {
  const found = jsonChanges(old, next, most)
  return found && [...found.changes.map((one) => `${one.path}: ${one.old ?? '-'} -> ${one.next ?? '-'}`), ...(found.more ? ['...'] : [])]
}

it.each<[string, string, string[] | null]>([
  ['{"a":1,"b":[1,{"c":2}]}', '{"a":1,"b":[1,{"c":3}]}', ['$.b[1].c: 2 -> 3']],
  ['{"a":1}', '{"b":1}', ['$.a: 1 -> -', '$.b: - -> 1']],
  ['[1,2,3]', '[1,3]', ['$[1]: 2 -> 3', '$[2]: 3 -> -']],
  ['{"a":null}', '{}', ['$.a: null -> -']],
  ['{"a":{"b":1}}', '{"a":[1]}', ['$.a: {"b":1} -> [1]']],
  ['{"a b":1,"가":2}', '{"a b":2,"가":3}', ['$["a b"]: 1 -> 2', '$["가"]: 2 -> 3']],
  ['{"id":9007199254740993}', '{"id":9007199254740992}', ['$.id: 9007199254740993 -> 9007199254740992']],
  ['{"__proto__":1}', '{"__proto__":2}', ['$.__proto__: 1 -> 2']],
  ['{"a":1.0,"b":2}', '{ "b": 2, "a": 1 }', []],
  ['{}', '[]', ['$: {} -> []']],
  ['1', '2', null],
  ['{"a":1}', '{"a":', null],
  ['a text', '{}', null],
])('%s and %s', (old, next, expected) => {
  expect(told(old, next)).toEqual(expected)
})

it('there is an end to them', () => {
  expect(told('[1,2,3]', '[4,5,6]', 2)).toEqual(['$[0]: 1 -> 4', '$[1]: 2 -> 5', '...'])
  expect(told('[1,2]', '[4,5]', 2)).toEqual(['$[0]: 1 -> 4', '$[1]: 2 -> 5'])
})

it('two documents have none exactly where they are the same', () => {
  const value = fc.jsonValue({ maxDepth: 3 })
  const whole = fc.oneof(fc.array(value, { maxLength: 3 }), fc.dictionary(fc.string({ maxLength: 2 }), value, { maxKeys: 3 }))
  fc.assert(
    fc.property(whole, whole, (a, b) => {
      const [old, next] = [JSON.stringify(a), JSON.stringify(b)]
      expect(told(old, old)).toEqual([])
      expect(told(old, next)?.length === 0).toBe(canonicalJson(old) === canonicalJson(next))
    }),
  )
})

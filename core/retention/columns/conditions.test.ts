import { expect, it } from 'vitest'
import { parseConditions } from './conditions.ts'

it.each([
  ['', []],
  ['active_seconds>=600', [{ column: 'active_seconds', operator: '>=', value: 600 }]],
  [
    'a<-1.5, b_2 = null ,c>0',
    [
      { column: 'a', operator: '<', value: -1.5 },
      { column: 'b_2', operator: '=', value: null },
      { column: 'c', operator: '>', value: 0 },
    ],
  ],
  ['first_login_time<2026-10-01T09:00:00+09:00', [{ column: 'first_login_time', operator: '<', value: Date.parse('2026-10-01T00:00:00Z') }]],
])('%j is read', (text, found) => {
  expect(parseConditions(text)).toEqual(found)
})

it.each([
  'active_seconds',
  'a=>1',
  'a>=null',
  'a=1,',
  'a=0x10',
  'a=1e400',
  'active_seconds>=2026-10-01T00:00:00Z',
  'first_login_time>2026-13-01T00:00:00Z',
  'first_login_time>2026-10-01T00:00:00',
  Array.from({ length: 21 }, (_, i) => `a${i}=1`).join(','),
])('%j is refused', (text) => {
  expect(parseConditions(text)).toBeNull()
})

import { expect, it } from 'vitest'
import { conditionsIn, exportQueryOf, sheetFilterOf, whereOf, withRange } from './sheet-filter.ts'

const none = { q: null, status: null, country: null, device: null, where: null }
const list = { page: 2, pageSize: 50, sort: '-active_seconds' }

it('what makes no sense is not asked', () => {
  expect(sheetFilterOf({ ...list, filters: { ...none, status: 'Gone', where: 'drop table' } })).toEqual(list)
})

it('an export follows filters and order, not the page', () => {
  const query = sheetFilterOf({ ...list, filters: { ...none, country: 'KR', where: 'active_seconds>=600' } })
  expect(exportQueryOf(query)).toEqual({ sort: '-active_seconds', country: 'KR', where: 'active_seconds>=600' })
})

it('a range replaces the conditions on its column and leaves others', () => {
  const before = conditionsIn('active_seconds>=1,retention_d1=1,active_seconds<5')
  expect(whereOf(withRange(before, 'active_seconds', 10, ''))).toBe('retention_d1=1,active_seconds>=10')
  expect(whereOf(withRange(before, 'active_seconds', '', ''))).toBe('retention_d1=1')
  expect(whereOf(withRange([], 'x', '', ''))).toBeNull()
  expect(whereOf(conditionsIn('friend_add_count=null'))).toBe('friend_add_count=null')
})

import { expect, it } from 'vitest'
import { listFilterOf } from '#components/data-table/list-filter.ts'

it('asks for what the address says, and not for what it does not say', () => {
  const page = { page: 2, pageSize: 50 }
  expect(listFilterOf({ ...page, sort: null, filters: { q: null, kind: '' } })).toEqual(page)
  expect(listFilterOf({ ...page, sort: '-name', filters: { q: 'live', kind: null } })).toEqual({ ...page, sort: '-name', q: 'live' })
})

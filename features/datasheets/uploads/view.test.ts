import { describe, expect, it } from 'vitest'
import { isUnderWay, percentOf, uploadFilterOf } from '#features/datasheets/uploads/view.ts'

const url = { page: 2, pageSize: 25, sort: null, filters: { q: null, by: null } }
const file = { key: 'a', name: 'Items.xlsx', bytes: 10 }

describe('the list of uploads', () => {
  it.each([
    [{}, { page: 2, pageSize: 25 }],
    [{ sort: '-name' }, { page: 2, pageSize: 25, sort: '-name' }],
    [{ filters: { q: 'Items', by: 'me' } }, { page: 2, pageSize: 25, q: 'Items', by: 'me' }],
    [{ filters: { q: null, by: 'somebody' } }, { page: 2, pageSize: 25 }],
  ])('asks for what the address says: %o', (change, expected) => {
    expect(uploadFilterOf({ ...url, ...change })).toEqual(expected)
  })
})

describe('a file on its way', () => {
  it.each([
    [{ phase: 'waiting' } as const, 0, true],
    [{ phase: 'reading', share: 0.5 } as const, 5, true],
    [{ phase: 'sending', share: 0 } as const, 10, true],
    [{ phase: 'sending', share: 1 } as const, 100, true],
    [{ phase: 'kept', upload: null } as const, 100, false],
    [{ phase: 'refused', error: null } as const, 0, false],
  ])('%o stands at %d %', (state, percent, underWay) => {
    expect(percentOf({ ...file, ...state })).toBe(percent)
    expect(isUnderWay(state)).toBe(underWay)
  })
})

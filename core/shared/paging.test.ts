import { describe, expect, it } from 'vitest'
import { sortingOf } from '#core/shared/paging.ts'

describe('the order of a list', () => {
  const of = (sort?: string) => sortingOf(sort, ['name', 'createdAt'], '-createdAt')

  it('is a column, from its end with a minus', () => {
    expect(of('name')).toEqual({ column: 'name', direction: 'asc' })
    expect(of('-name')).toEqual({ column: 'name', direction: 'desc' })
    expect(of('createdAt')).toEqual({ column: 'createdAt', direction: 'asc' })
  })

  it('is the standard one for none and for what no column is called', () => {
    for (const sort of [undefined, '', '-', 'nothing', '-nothing', 'constructor', '--name'])
      expect(of(sort)).toEqual({ column: 'createdAt', direction: 'desc' })
    expect(sortingOf(undefined, ['name'], 'name')).toEqual({ column: 'name', direction: 'asc' })
  })
})

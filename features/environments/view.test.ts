import { describe, expect, it } from 'vitest'
import type { Environment } from '#features/environments/schema.ts'
import { addressFault, changeOf, chosenOf, emptyEnvironment, formOf, requestOf } from '#features/environments/view.ts'

const present: Environment = {
  id: 'a',
  name: 'Live KR',
  kind: 'production',
  address: { host: 'db.example.com', port: 3306, database: 'game', user: 'qd', tls: 'verified', hasPassword: true },
  tables: ['item'],
  createdAt: '2026-11-21T00:00:00.000Z',
  updatedAt: '2026-11-21T00:00:00.000Z',
}

describe('the form of an environment', () => {
  it('writes the address of its parts', () => {
    const form = { ...emptyEnvironment, name: ' Test ', host: ' db ', database: 'game', user: 'me', password: 'p@/' }
    expect(requestOf(form)).toEqual({ name: 'Test', kind: 'test', url: 'mysql://me:p%40%2F@db:3306/game', tables: [] })
  })
  it('changes nothing when nothing was changed', () => expect(changeOf(formOf(present), present)).toEqual({}))
  it.each([
    [{ name: 'Live' }, { name: 'Live' }],
    [{ tables: [] }, { tables: [] }],
    [{ password: 'x' }, { url: 'mysql://qd:x@db.example.com:3306/game?tls=verified' }],
    [{ tls: 'off' as const }, { url: 'mysql://qd@db.example.com:3306/game' }],
  ])('%j', (typed, change) => expect(changeOf({ ...formOf(present), ...typed }, present)).toEqual(change))
  it.each([
    [{ host: '' }, 'host'],
    [{ host: 'a b' }, 'host'],
    [{ database: '' }, 'database'],
    [{ database: 'a/b' }, 'database'],
    [{ user: '' }, 'user'],
    [{}, null],
  ])('finds the field that is wrong in %j', (typed, field) => expect(addressFault({ ...formOf(present), ...typed })).toBe(field))
})

describe('chosenOf', () => {
  const test: Environment = { ...present, id: 'b', kind: 'test' }
  it('follows the cookie, else prefers an environment for tests', () => {
    expect(chosenOf([present, test], 'a')?.id).toBe('a')
    expect(chosenOf([present, test], undefined)?.id).toBe('b')
    expect(chosenOf([present, test], 'gone')?.id).toBe('b')
    expect(chosenOf([present], undefined)?.id).toBe('a')
    expect(chosenOf([], 'a')).toBeNull()
  })
})

import { expect, it } from 'vitest'
import type { Principal } from '#core/shared/permissions.ts'
import { mayAsRole, strictestKind, visibleKinds } from '#features/datasheets/access.ts'

it('what was read from production stays production, and so does what became it', () => {
  expect(strictestKind('test', 'test')).toBe('test')
  expect(strictestKind('test', undefined)).toBe('test')
  expect(strictestKind('production', 'test')).toBe('production')
  expect(strictestKind('test', 'production')).toBe('production')
  expect(strictestKind('something', undefined)).toBe('production')
})

it('a role alone tells where its work goes on', () => {
  expect((['test', 'production'] as const).map((kind) => mayAsRole('operator', 'datasheets.diff', kind))).toEqual([true, false])
  expect(mayAsRole('data_manager', 'datasheets.diff', 'production')).toBe(true)
  expect([mayAsRole('viewer', 'datasheets.diff', 'test'), mayAsRole('nobody', 'datasheets.diff', 'test')]).toEqual([false, false])
})

it('a token without the permission sees no kind of environment', () => {
  const who: Principal = { userId: 'u', name: '', email: '', role: 'viewer', via: 'token', scopes: ['datasheets.view'], mustChangePassword: false }
  expect(visibleKinds(who)).toEqual(['test', 'production'])
  expect(visibleKinds({ ...who, scopes: ['runs.view'] })).toEqual([])
})

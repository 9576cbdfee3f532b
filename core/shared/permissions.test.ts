import { describe, expect, it } from 'vitest'
import {
  environmentKinds,
  may,
  mayApprove,
  type Permission,
  type Principal,
  permissions,
  permissionTable,
  proofNeeded,
  type Role,
  roles,
} from '#core/shared/permissions.ts'

const person = (role: Role, scopes: Principal['scopes'] = null): Principal => ({
  userId: 'u1',
  name: 'Kim',
  email: 'kim@example.test',
  role,
  via: scopes ? 'token' : 'session',
  scopes,
  mustChangePassword: false,
})
const places = [undefined, ...environmentKinds]

describe('the table of permissions', () => {
  it('has a row for every permission and no other', () => {
    expect(Object.keys(permissionTable).sort()).toEqual([...permissions].sort())
  })
  it('gives an administrator everything everywhere', () => {
    for (const permission of permissions) for (const place of places) expect(may(person('administrator'), permission, place), permission).toBe(true)
  })
  it('refuses what is not written, unknown roles and unknown permissions among it', () => {
    expect(may(person('viewer'), 'users.manage')).toBe(false)
    expect(may(person('owner' as Role), 'runs.view')).toBe(false)
    expect(may(person('administrator'), 'nothing.known' as Permission)).toBe(false)
  })
  it('is never wider in production than in test, nor in test than outside', () => {
    for (const role of roles)
      for (const permission of permissions) {
        const [none, test, production] = places.map((place) => may(person(role), permission, place))
        if (production) expect(test, `${role} ${permission}`).toBe(true)
        if (test) expect(none, `${role} ${permission}`).toBe(true)
      }
  })
  it('lets people approve plans of others in test whom production refuses', () => {
    expect(may(person('data_manager'), 'plans.approve', 'test')).toBe(true)
    expect(may(person('data_manager'), 'plans.approve', 'production')).toBe(false)
    expect(may(person('approver'), 'plans.approve', 'production')).toBe(true)
  })
  it('narrows a token to its scopes and never widens it', () => {
    expect(may(person('operator', ['runs.view']), 'runs.view')).toBe(true)
    expect(may(person('operator', ['runs.view']), 'runs.control')).toBe(false)
    expect(may(person('viewer', ['all', 'users.manage']), 'users.manage')).toBe(false)
    expect(may(person('operator', []), 'runs.view')).toBe(false)
  })
})

describe('52: who approves', () => {
  it('refuses everybody the plan of his own, an administrator too', () => {
    for (const role of roles) for (const place of places) expect(mayApprove(person(role), { authorId: 'u1' }, place)).toBe(false)
    expect(mayApprove(person('administrator'), { authorId: 'u2' }, 'production')).toBe(true)
    expect(mayApprove(person('viewer'), { authorId: 'u2' }, 'test')).toBe(false)
  })
})

describe('proofNeeded', () => {
  const provedAt = new Date('2026-03-01T00:00:00Z')
  const after = (ms: number) => new Date(provedAt.getTime() + ms)
  const inBrowser = { ...person('administrator'), session: { id: 's1', provedAt } }
  it('is after more than 5 minutes', () => {
    expect(proofNeeded(inBrowser, after(300_000))).toBe(false)
    expect(proofNeeded(inBrowser, after(300_001))).toBe(true)
  })
  it('is for a browser of which nothing is known, and never for a token', () => {
    expect(proofNeeded(person('administrator'), provedAt)).toBe(true)
    expect(proofNeeded(person('administrator', ['all']), after(1e9))).toBe(false)
  })
})

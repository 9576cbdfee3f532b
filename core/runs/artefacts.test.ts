import { describe, expect, it } from 'vitest'
import { mayOpenArtefact } from '#core/runs/artefacts.ts'
import { reachOf, roles } from '#core/shared/permissions.ts'

const who = { userId: 'u', name: 'n', email: 'n@example.com', via: 'session', scopes: null, mustChangePassword: false } as const

describe('files of a run', () => {
  it.each(roles)('of an export are for those who may export: %s', (role) => {
    expect(mayOpenArtefact({ ...who, role }, 'datasheets.export')).toBe(role !== 'viewer' && role !== 'approver')
  })

  it('of an export need the scope of a token as well', () => {
    const token = { ...who, role: 'administrator', via: 'token' } as const
    expect(mayOpenArtefact({ ...token, scopes: ['runs.view'] }, 'datasheets.export')).toBe(false)
    expect(mayOpenArtefact({ ...token, scopes: ['runs.view', 'datasheets.export'] }, 'datasheets.export')).toBe(true)
  })

  it.each(['sample.load', 'retention.analyse', 'toString'])('of %s are for everybody who sees the run', (kind) => {
    expect(mayOpenArtefact({ ...who, role: 'viewer' }, kind)).toBe(true)
  })

  it('do not ask in which kind of environment, because the permission holds in each', () => {
    const reaches = roles.map((role) => reachOf(role, 'datasheets.export')).filter((reach) => reach !== null)
    expect(new Set(reaches)).toEqual(new Set(['everywhere']))
  })
})

import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { type InvitationRequest, invitation, invitationAccepted, type PersonChange, person, personPage } from '#features/accounts/people/schema.ts'
import {
  me,
  type PasswordChange,
  type PreferencesChange,
  type ProofRequest,
  type SignInRequest,
  type TokenRequest,
  tokenCreated,
  tokenList,
} from '#features/accounts/schema.ts'
import { enrolment, recoveryCodes, type SecondFactorSetting, secondFactor, secondFactorSetting } from '#features/accounts/second-factor/schema.ts'
import { sessionList } from '#features/accounts/sessions/schema.ts'
import type { PersonFilter } from '#features/accounts/view.ts'

export const tokensKey = ['tokens'] as const
export const usersKey = ['users'] as const
export const sessionsKey = ['sessions'] as const
export const secondFactorKey = ['second-factor'] as const
export const demandKey = ['second-factor-setting'] as const

export const tokensQuery = queryOptions({ queryKey: tokensKey, queryFn: ({ signal }) => api.get('/api/v1/tokens', tokenList, { signal }) })
export const sessionsQuery = queryOptions({ queryKey: sessionsKey, queryFn: ({ signal }) => api.get('/api/v1/me/sessions', sessionList, { signal }) })
export const secondFactorQuery = queryOptions({
  queryKey: secondFactorKey,
  queryFn: ({ signal }) => api.get('/api/v1/me/second-factor', secondFactor, { signal }),
})
export const demandQuery = queryOptions({
  queryKey: demandKey,
  queryFn: ({ signal }) => api.get('/api/v1/settings/second-factor', secondFactorSetting, { signal }),
})
export const usersQuery = (filter: PersonFilter) =>
  queryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ signal }) => api.get('/api/v1/users', personPage, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const signIn = (request: SignInRequest) => api.post('/api/v1/session', me, request, { anonymous: true })
export const signOut = () => api.delete('/api/v1/session', { anonymous: true })
export const changePassword = (request: PasswordChange) => api.post('/api/v1/me/password', me, request)
export const prove = (request: ProofRequest) => api.act('/api/v1/me/proof', request)
export const savePreferences = (change: PreferencesChange) => api.patch('/api/v1/me/preferences', me, change)

export const createToken = (request: TokenRequest) => api.post('/api/v1/tokens', tokenCreated, request)
export const revokeToken = (id: string) => api.delete(`/api/v1/tokens/${id}`)

export const endSession = (id: string) => api.delete(`/api/v1/me/sessions/${id}`)
export const endOtherSessions = () => api.delete('/api/v1/me/sessions')

export const beginSecondFactor = () => api.post('/api/v1/me/second-factor', enrolment)
export const confirmSecondFactor = (code: string) => api.post('/api/v1/me/second-factor/confirm', recoveryCodes, { code })
export const renewRecoveryCodes = () => api.post('/api/v1/me/second-factor/recovery-codes', recoveryCodes)
export const removeSecondFactor = () => api.delete('/api/v1/me/second-factor')
export const demandSecondFactor = (setting: SecondFactorSetting) => api.put('/api/v1/settings/second-factor', secondFactorSetting, setting)

export const inviteUser = (request: InvitationRequest) => api.post('/api/v1/users', invitation, request)
export const changeUser = (id: string, change: PersonChange) => api.patch(`/api/v1/users/${id}`, person, change)
export const endUserSessions = (id: string) => api.delete(`/api/v1/users/${id}/sessions`)
export const resetPassword = (id: string) => api.post(`/api/v1/users/${id}/password-reset`, invitation)
export const resetSecondFactor = (id: string) => api.delete(`/api/v1/users/${id}/second-factor`)
/** With the link of an invitation or of a reset; the latter has no name. */
export const acceptLink = (request: { token: string; password: string; name?: string }) =>
  api.post('/api/v1/invitations/accept', invitationAccepted, request, { anonymous: true })

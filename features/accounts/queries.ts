import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { InvitationRequest, invitation, invitationAccepted, PersonChange, person, personPage } from '#features/accounts/people/schema.ts'
import type { PreferencesChange, preferences } from '#features/accounts/preferences/schema.ts'
import type { me, PasswordChange, ProofRequest, SignInRequest, TokenRequest, tokenCreated, tokenPage } from '#features/accounts/schema.ts'
import type { enrolment, recoveryCodes, SecondFactorSetting, secondFactor, secondFactorSetting } from '#features/accounts/second-factor/schema.ts'
import type { sessionList } from '#features/accounts/sessions/schema.ts'
import type { PersonFilter, TokenFilter } from '#features/accounts/view.ts'

export const tokensKey = ['tokens'] as const
export const usersKey = ['users'] as const
export const sessionsKey = ['sessions'] as const
export const secondFactorKey = ['second-factor'] as const
export const demandKey = ['second-factor-setting'] as const

export const usersExportPath = '/api/v1/users/export'
export const tokensExportPath = '/api/v1/tokens/export'

export const tokensQuery = (filter: TokenFilter) =>
  queryOptions({
    queryKey: [...tokensKey, filter],
    queryFn: ({ signal }) => api.get<typeof tokenPage>('/api/v1/tokens', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })
export const sessionsQuery = queryOptions({ queryKey: sessionsKey, queryFn: ({ signal }) => api.get<typeof sessionList>('/api/v1/me/sessions', { signal }) })
export const secondFactorQuery = queryOptions({
  queryKey: secondFactorKey,
  queryFn: ({ signal }) => api.get<typeof secondFactor>('/api/v1/me/second-factor', { signal }),
})
export const demandQuery = queryOptions({
  queryKey: demandKey,
  queryFn: ({ signal }) => api.get<typeof secondFactorSetting>('/api/v1/settings/second-factor', { signal }),
})
export const usersQuery = (filter: PersonFilter) =>
  queryOptions({
    queryKey: [...usersKey, filter],
    queryFn: ({ signal }) => api.get<typeof personPage>('/api/v1/users', { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const signIn = (request: SignInRequest) => api.post<typeof me>('/api/v1/session', request, { anonymous: true })
export const signOut = () => api.delete('/api/v1/session', { anonymous: true })
export const changePassword = (request: PasswordChange) => api.post<typeof me>('/api/v1/me/password', request)
export const prove = (request: ProofRequest) => api.act('/api/v1/me/proof', request)
export const savePreferences = (change: PreferencesChange) => api.patch<typeof preferences>('/api/v1/me/preferences', change)

export const createToken = (request: TokenRequest) => api.post<typeof tokenCreated>('/api/v1/tokens', request)
export const revokeToken = (id: string) => api.delete(`/api/v1/tokens/${id}`)

export const endSession = (id: string) => api.delete(`/api/v1/me/sessions/${id}`)
export const endOtherSessions = () => api.delete('/api/v1/me/sessions')

export const beginSecondFactor = () => api.post<typeof enrolment>('/api/v1/me/second-factor')
export const confirmSecondFactor = (code: string) => api.post<typeof recoveryCodes>('/api/v1/me/second-factor/confirm', { code })
export const renewRecoveryCodes = () => api.post<typeof recoveryCodes>('/api/v1/me/second-factor/recovery-codes')
export const removeSecondFactor = () => api.delete('/api/v1/me/second-factor')
export const demandSecondFactor = (setting: SecondFactorSetting) => api.put<typeof secondFactorSetting>('/api/v1/settings/second-factor', setting)

export const inviteUser = (request: InvitationRequest) => api.post<typeof invitation>('/api/v1/users', request)
export const changeUser = (id: string, change: PersonChange) => api.patch<typeof person>(`/api/v1/users/${id}`, change)
export const endUserSessions = (id: string) => api.delete(`/api/v1/users/${id}/sessions`)
export const resetPassword = (id: string) => api.post<typeof invitation>(`/api/v1/users/${id}/password-reset`)
export const resetSecondFactor = (id: string) => api.delete(`/api/v1/users/${id}/second-factor`)
/** With the link of an invitation or of a reset; the latter has no name. */
export const acceptLink = (request: { token: string; password: string; name?: string }) =>
  api.post<typeof invitationAccepted>('/api/v1/invitations/accept', request, { anonymous: true })

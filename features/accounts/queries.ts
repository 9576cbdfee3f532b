import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { me, type PasswordChange, type SignInRequest, type TokenRequest, tokenCreated, tokenList } from '#features/accounts/schema.ts'

export const tokensKey = ['tokens'] as const

export const tokensQuery = queryOptions({ queryKey: tokensKey, queryFn: ({ signal }) => api.get('/api/v1/tokens', tokenList, { signal }) })

export const signIn = (request: SignInRequest) => api.post('/api/v1/session', me, request, { anonymous: true })

export const signOut = () => api.delete('/api/v1/session', { anonymous: true })

export const changePassword = (request: PasswordChange) => api.post('/api/v1/me/password', me, request)

export const createToken = (request: TokenRequest) => api.post('/api/v1/tokens', tokenCreated, request)

export const revokeToken = (id: string) => api.delete(`/api/v1/tokens/${id}`)

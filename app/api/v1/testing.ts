import { randomBytes, randomUUID } from 'node:crypto'
import type { Permission, Role } from '#core/shared/permissions.ts'
import { insertToken, insertUser } from '#features/accounts/repository.ts'
import { hashPassword } from '#server/auth.ts'
import { db } from '#server/database.ts'
import type { RouteHandler } from '#server/http/route.ts'
import { sha256 } from '#server/secrets.ts'

export const password = 'correct horse battery staple'

/** A person with a password and a token of the given scopes, for tests of routes. */
export async function makePerson(
  role: Role,
  scopes: (Permission | 'all')[] = ['all'],
  mustChangePassword = false,
): Promise<{ id: string; email: string; token: string }> {
  const id = randomUUID()
  const email = `${id}@example.test`
  const token = `qd_${randomBytes(32).toString('base64url')}`
  const passwordHash = await hashPassword(password)
  await db.$transaction(async (tx) => {
    await insertUser(tx, { id, email, name: role, role, passwordHash, mustChangePassword })
    await insertToken(tx, { userId: id, name: 'test', scopes, hash: sha256(token), hint: token.slice(-4) })
  })
  return { id, email, token }
}

export type CallOptions = {
  body?: unknown
  rawBody?: string
  token?: string
  cookie?: string
  key?: string | null
  params?: Record<string, string>
  headers?: Record<string, string>
}

/** Calls a route as the framework does. A mutation gets a fresh Idempotency-Key unless `key` says otherwise. */
export async function call(
  handler: RouteHandler,
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
  const { body, rawBody, token, cookie, key, params = {}, headers = {} } = options
  const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const all: Record<string, string> = {
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(cookie ? { cookie, 'sec-fetch-site': 'same-origin' } : {}),
    ...(method === 'GET' || key === null ? {} : { 'idempotency-key': key ?? randomUUID() }),
    ...headers,
  }
  const request = new Request(`http://127.0.0.1:3300${path}`, { method, headers: all, ...(text === undefined ? {} : { body: text }) })
  const response = await handler(request, { params: Promise.resolve(params) })
  const answer = await response.text()
  return { status: response.status, json: answer.startsWith('{') ? JSON.parse(answer) : {}, headers: response.headers }
}

export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

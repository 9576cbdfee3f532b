import type { z } from 'zod'
import { ApiProblem, problemOf } from '#components/api/problem.ts'

type Query = Record<string, string | number | boolean | null | undefined>
type Options = { query?: Query; signal?: AbortSignal; anonymous?: boolean; idempotencyKey?: string; proved?: boolean }

/** Keys of acts whose answer never came: the same act again must carry the same key, or it could happen twice. */
const unanswered = new Map<string, string>()

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A query string of what is set; empty text counts as not set. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return text ? `${path}?${text}` : path
}

let askProof: (() => Promise<boolean>) | null = null

/** Who asks the person for password or code when a dangerous act is refused with `proof_needed`; the act is repeated once when it was given. */
export function onProofNeeded(ask: (() => Promise<boolean>) | null): void {
  askProof = ask
}

function toSignIn(): never {
  const here = `${window.location.pathname}${window.location.search}`
  window.location.assign(withQuery('/sign-in', { next: here }))
  throw new ApiProblem({ status: 401, code: 'signed_out' })
}

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
  const payload = body === undefined ? undefined : JSON.stringify(body)
  const act = `${method} ${path} ${payload ?? ''}`
  const key = method === 'GET' ? null : (options.idempotencyKey ?? unanswered.get(act) ?? newKey())
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': document.documentElement.lang }
  if (payload !== undefined) headers['content-type'] = 'application/json'
  if (key) headers['idempotency-key'] = key
  const response = await fetch(path, { method, headers, body: payload, signal: options.signal }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    if (key) unanswered.set(act, key)
    throw new ApiProblem({ status: 0, code: 'network' })
  })
  unanswered.delete(act)
  if (response.status === 401 && !options.anonymous) toSignIn()
  if (response.ok) return response
  const problem = await problemOf(response)
  if (problem.code !== 'proof_needed' || options.proved || !(await askProof?.())) throw problem
  // Another act by now: the key of the first one belongs to its refusal.
  return send(method, path, body, { ...options, proved: true, idempotencyKey: newKey() })
}

/** Of the shape that the schema describes: the server writes its answers by it, and the tests of the API hold it to that. */
async function parsed<T extends z.ZodType>(response: Response): Promise<z.output<T>> {
  const body: unknown = await response.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null) {
    throw new ApiProblem({ status: response.status, code: 'unreadable', requestId: response.headers.get('x-request-id') })
  }
  return body as z.output<T>
}

/**
 * Calls of the console's own API: JSON in, JSON out, an ApiProblem thrown for everything else; 401 leads to the sign-in page. The schema is given as a
 * type, `api.get<typeof runPage>(path)`: schemas themselves stay on the server, they and their library would be an eighth of the first load.
 */
export const api = {
  get: async <T extends z.ZodType>(path: string, options: Options = {}): Promise<z.output<T>> =>
    parsed<T>(await send('GET', withQuery(path, options.query), undefined, options)),
  post: async <T extends z.ZodType>(path: string, body: unknown = {}, options: Options = {}): Promise<z.output<T>> =>
    parsed<T>(await send('POST', path, body, options)),
  put: async <T extends z.ZodType>(path: string, body: unknown, options: Options = {}): Promise<z.output<T>> =>
    parsed<T>(await send('PUT', path, body, options)),
  patch: async <T extends z.ZodType>(path: string, body: unknown, options: Options = {}): Promise<z.output<T>> =>
    parsed<T>(await send('PATCH', path, body, options)),
  /** A POST whose answer is empty. */
  act: async (path: string, body: unknown = {}, options: Options = {}): Promise<void> => {
    await send('POST', path, body, options)
  },
  delete: async (path: string, options: Options = {}): Promise<void> => {
    await send('DELETE', withQuery(path, options.query), undefined, options)
  },
}

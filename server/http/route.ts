import 'server-only'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import * as locales from 'zod/locales'
import { may, type Permission, type Principal, proofNeeded } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { isTooDeep, readText } from '#server/http/body.ts'
import { withCaller } from '#server/http/caller.ts'
import { clientIp, crossSite } from '#server/http/client.ts'
import { claimKey, digestOf, keepAnswer, releaseKey, type Stored } from '#server/http/idempotency.ts'
import { type Locale, localeOf } from '#server/http/locale.ts'
import { principal } from '#server/http/principal.ts'
import { baseHeaders, describeField, type FieldError, problemResponse } from '#server/http/problem.ts'
import { type Limit, overLimit } from '#server/http/rate-limit.ts'
import { BodyFault, largeByItsWord, type RawCaps, rawBody } from '#server/http/raw-body.ts'
import { noteRefused } from '#server/http/refused.ts'
import { whileAllowed } from '#server/http/stream-guard.ts'
import { log } from '#server/log.ts'

type Shape = z.ZodType
type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** `public` needs nobody, `signed-in` anybody, a permission name somebody who holds it. */
export type Access = Permission | 'signed-in' | 'public'

export type Operation = {
  access: Access
  summary: string
  params?: Shape | undefined
  query?: Shape | undefined
  body?: Shape | undefined
  /** A body that is not JSON: the headers that come with it. */
  raw?: Shape | undefined
  /** Schema of the JSON answer, or the content type of another one; nothing for 204. */
  answer?: Shape | { contentType: string } | undefined
  status: number
}

export type Input<Params, Query, Body, Who, Headers = undefined> = {
  who: Who
  params: Out<Params>
  query: Out<Query>
  body: Out<Body>
  headers: Out<Headers>
  /** The bytes of a raw body, to be read once; throws BodyFault, which is answered by name. Empty on other routes. */
  bytes: AsyncIterable<Uint8Array>
  request: Request
  locale: Locale
  requestId: string
  ip: string
}

type Settings<
  A extends Access,
  Params extends Shape | undefined,
  Query extends Shape | undefined,
  Body extends Shape | undefined,
  Headers extends Shape | undefined,
> = {
  permission: A
  summary: string
  params?: Params
  query?: Query
  body?: Body
  answer?: Operation['answer']
  status?: number
  /** Cap of the body, 64 KiB when left out. */
  bodyCapBytes?: number
  /** In place of `body`: a file, handed on as it comes. Its headers are parsed by the schema, and tell one request from another. */
  raw?: { headers: Headers; caps: RawCaps }
  limit?: Limit
  /** Open while a one-time password is still in use. */
  beforePasswordChange?: boolean
  /** Open to people whose role demands a second factor that they have not set up yet. */
  beforeEnrolment?: boolean
  /** In a browser the last proof of password or code must not be older than 5 minutes; a function says for which bodies. */
  dangerous?: true | ((body: Out<Body>) => boolean)
  handle: (input: Input<Params, Query, Body, A extends 'public' ? Principal | null : Principal, Headers>) => Promise<unknown>
}

type Context = { params: Promise<Record<string, string | string[]>> }
export type RouteHandler = ((request: Request, context: Context) => Promise<Response>) & { operation: Operation }

type Call = { request: Request; locale: Locale; requestId: string; ip: string }
const errorMaps = { ko: locales.ko().localeError, en: locales.en().localeError }
const keyPattern = /^[\x21-\x7e]{1,191}$/

const problem = (call: Call, code: string, status: number, options: { errors?: FieldError[]; headers?: Record<string, string> } = {}) =>
  problemResponse(code, status, { locale: call.locale, requestId: call.requestId, ...options })

function refusalResponse(call: Call, refusal: Refusal): Response {
  const { code, status, params, path } = refusal
  const whole = problemResponse(code, status, { locale: call.locale, requestId: call.requestId, params })
  if (path === undefined) return whole
  const detail = describeField(code, '', call.locale)
  return problemResponse(code, status, { locale: call.locale, requestId: call.requestId, params, errors: [{ path, code, detail: detail || path }] })
}

function parse(schema: Shape | undefined, value: unknown, call: Call): { ok: true; data: unknown } | { ok: false; response: Response } {
  if (!schema) return { ok: true, data: undefined }
  const parsed = schema.safeParse(value, { error: errorMaps[call.locale] })
  if (parsed.success) return { ok: true, data: parsed.data }
  const errors = parsed.error.issues.map((issue) => {
    const code = issue.code === 'custom' ? issue.message : issue.code
    return { path: issue.path.join('.'), code, detail: describeField(code, issue.message, call.locale) }
  })
  return { ok: false, response: problem(call, 'invalid_request', 400, { errors }) }
}

const bodyStatus = { body_too_large: 413, body_not_utf8: 400, body_too_slow: 408 } as const

async function readJson(call: Call, capBytes: number): Promise<{ ok: true; text: string; value: unknown } | { ok: false; response: Response }> {
  const read = await readText(call.request, capBytes)
  if (!read.ok) return { ok: false, response: problem(call, read.code, bodyStatus[read.code]) }
  if (!/^application\/json\b/i.test(call.request.headers.get('content-type') ?? '')) return { ok: false, response: problem(call, 'content_type_not_json', 415) }
  try {
    const value: unknown = JSON.parse(read.text)
    return isTooDeep(value) ? { ok: false, response: problem(call, 'body_too_deep', 400) } : { ok: true, text: read.text, value }
  } catch {
    return { ok: false, response: problem(call, 'body_not_json', 400) }
  }
}

/** The headers of a raw body; they stand for the body where requests are told apart. */
function readHeaders(
  call: Call,
  raw: { headers: Shape | undefined; caps: RawCaps } | undefined,
): { ok: true; data: unknown; text: string } | { ok: false; response: Response } {
  if (!raw?.headers) return { ok: true, data: undefined, text: '' }
  const large = largeByItsWord(call.request, raw.caps)
  if (large) return { ok: false, response: refusalResponse(call, large) }
  const parsed = parse(raw.headers, Object.fromEntries(call.request.headers), call)
  return parsed.ok ? { ...parsed, text: JSON.stringify(parsed.data) } : parsed
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

const isStream = (request: Request): boolean => request.headers.get('accept')?.startsWith('text/event-stream') === true

/** 401, then cross-site, password change, second factor, 429, 403: everything that is decided before a byte of the request is looked at. */
async function admit(
  call: Call,
  settings: { permission: Access; limit?: Limit; beforePasswordChange?: boolean; beforeEnrolment?: boolean },
): Promise<{ who: Principal | null } | { response: Response }> {
  const { request } = call
  const who = settings.permission === 'public' && !request.headers.get('authorization') ? null : await principal(request.headers, { quiet: isStream(request) })
  if (!who && settings.permission !== 'public') return { response: problem(call, 'unauthenticated', 401, { headers: { 'www-authenticate': 'Bearer' } }) }
  const mutates = request.method !== 'GET' && request.method !== 'HEAD'
  if (mutates && who?.via !== 'token' && crossSite(request.headers)) return { response: problem(call, 'cross_site', 403) }
  if (who?.mustChangePassword && !settings.beforePasswordChange) return { response: problem(call, 'password_change_required', 403) }
  if (who?.mustEnrol && !settings.beforePasswordChange && !settings.beforeEnrolment) return { response: problem(call, 'second_factor_required', 403) }
  const wait = await overLimit(settings.limit ?? 'api', who ? who.userId : call.ip)
  if (wait !== null) return { response: problem(call, 'rate_limited', 429, { headers: { 'retry-after': String(Math.ceil(wait / 1000)) } }) }
  if (who && settings.permission !== 'public' && settings.permission !== 'signed-in' && !may(who, settings.permission)) {
    await noteRefused(request, { who, permission: settings.permission, ip: call.ip, requestId: call.requestId })
    return { response: problem(call, 'forbidden', 403) }
  }
  return { who }
}

/** A body that does not parse is nobody's danger: it is refused a moment later. */
function isDangerous<Body>(settings: { body?: Shape; dangerous?: true | ((body: Body) => boolean) }, value: unknown): boolean {
  if (typeof settings.dangerous !== 'function') return settings.dangerous === true
  const parsed = settings.body?.safeParse(value)
  return parsed?.success === true && settings.dangerous(parsed.data as Body)
}

function respond(call: Call, out: unknown, status: number): Response {
  if (out instanceof Refusal) return refusalResponse(call, out)
  if (out instanceof Response) return out
  if (out === undefined) return new Response(null, { status: 204, headers: baseHeaders })
  return new Response(JSON.stringify(out), { status, headers: { ...baseHeaders, 'content-type': 'application/json' } })
}

/** Runs a mutation once per caller and Idempotency-Key. 5xx answers are not kept: they may be tried again. */
async function once(call: Call, who: Principal, text: string, act: () => Promise<Response>): Promise<Response> {
  const key = call.request.headers.get('idempotency-key')
  if (!key) return problem(call, 'idempotency_key_missing', 400)
  if (!keyPattern.test(key)) return problem(call, 'idempotency_key_invalid', 400)
  const url = new URL(call.request.url)
  const claim = await claimKey(who.userId, key, digestOf(call.request.method, url.pathname + url.search, text))
  if (claim.kind === 'busy') return problem(call, 'idempotency_busy', 409, { headers: { 'retry-after': '1' } })
  if (claim.kind === 'other') return problem(call, 'idempotency_key_reused', 409)
  if (claim.kind === 'replay') return replay(claim.stored)
  try {
    const response = await act()
    if (response.status >= 500) await releaseKey(who.userId, key)
    else await keepAnswer(who.userId, key, { status: response.status, body: await response.clone().text() })
    return response
  } catch (error) {
    await releaseKey(who.userId, key)
    throw error
  }
}

function replay(stored: Stored): Response {
  const type = stored.status >= 400 ? 'application/problem+json' : 'application/json'
  const body = stored.status === 204 ? null : stored.body
  return new Response(body, { status: stored.status, headers: { ...baseHeaders, 'content-type': type, 'idempotency-replayed': 'true' } })
}

/** The one way into the API: authenticate and parse, authorise, load, decide, respond. The declaration is also the OpenAPI operation. */
export function route<
  A extends Access,
  P extends Shape | undefined = undefined,
  Q extends Shape | undefined = undefined,
  B extends Shape | undefined = undefined,
  H extends Shape | undefined = undefined,
>(settings: Settings<A, P, Q, B, H>): RouteHandler {
  const status = settings.status ?? 200
  const serve = async (call: Call, context: Context): Promise<Response> => {
    const admitted = await admit(call, settings)
    if ('response' in admitted) return admitted.response
    const params = parse(settings.params, await context.params, call)
    if (!params.ok) return problem(call, 'not_found', 404)
    const query = parse(settings.query, Object.fromEntries(new URL(call.request.url).searchParams), call)
    if (!query.ok) return query.response
    const json = settings.body ? await readJson(call, settings.bodyCapBytes ?? 65_536) : { ok: true as const, text: '', value: undefined }
    if (!json.ok) return json.response
    const headers = readHeaders(call, settings.raw)
    if (!headers.ok) return headers.response
    if (admitted.who && isDangerous(settings, json.value) && proofNeeded(admitted.who, new Date())) return problem(call, 'proof_needed', 403)
    const act = async () => {
      const body = parse(settings.body, json.value, call)
      if (!body.ok) return body.response
      const request = isStream(call.request) ? whileAllowed(call.request) : call.request
      const bytes = settings.raw ? rawBody(request, settings.raw.caps) : nothing()
      const input: unknown = { who: admitted.who, params: params.data, query: query.data, body: body.data, headers: headers.data, bytes, ...call, request }
      return respond(call, await settings.handle(input as Input<P, Q, B, A extends 'public' ? Principal | null : Principal, H>), status)
    }
    const mutates = call.request.method !== 'GET' && call.request.method !== 'HEAD'
    return mutates && admitted.who && settings.permission !== 'public' ? once(call, admitted.who, json.text || headers.text, act) : act()
  }
  const handler = async (request: Request, context: Context): Promise<Response> => {
    const call: Call = { request, locale: localeOf(request.headers), requestId: randomUUID(), ip: clientIp(request.headers) }
    try {
      const response = await withCaller(request.headers, () => serve(call, context))
      response.headers.set('x-request-id', call.requestId)
      return response
    } catch (error) {
      if (error instanceof BodyFault) return refusalResponse(call, error.refusal)
      log.error({ err: error, method: request.method, path: new URL(request.url).pathname, requestId: call.requestId }, 'route failed')
      return problem(call, 'internal', 500)
    }
  }
  const { permission: access, summary, params, query, body, raw, answer } = settings
  return Object.assign(handler, { operation: { access, summary, params, query, body, raw: raw?.headers, answer, status } })
}

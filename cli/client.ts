import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Connection, loopback } from '#cli/connection.ts'
import type { Text } from '#cli/messages.ts'
import { type Problem, ProblemError, problem } from '#cli/problem.ts'

export type Client = ReturnType<typeof createClient>
type Call = {
  method?: string
  body?: unknown
  /** In place of a body of JSON: bytes as they come. */
  stream?: ReadableStream<Uint8Array>
  signal?: AbortSignal
  accept?: string
  headers?: Record<string, string>
}

/** No answer for this long is a failure; a preflight of a large cluster may take a minute. */
const answerMs = 120_000

/** A thin client of /api/v1: problem details become ProblemError, answers are parsed by the schema of their feature. */
export function createClient(connection: Connection, text: Text) {
  async function send(path: string, call: Call = {}): Promise<Response> {
    if (!connection.url) throw new ProblemError(unreachable(text, text('error.no_address')))
    const target = `${connection.url}/api/v1${path}`
    try {
      return await fetch(target, { method: call.method ?? 'GET', redirect: 'manual', ...request(connection, call, text.language) })
    } catch (error) {
      if (call.signal?.aborted && call.signal.reason?.name !== 'TimeoutError') throw error
      throw new ProblemError(unreachable(text, `${connection.url}: ${reason(error)}`, loopback(connection.url)), { cause: error })
    }
  }

  const refusal = async (response: Response) => new ProblemError(await problemOf(response, text))

  /** The answer, when it is a good one. */
  async function open(path: string, call: Call = {}): Promise<Response> {
    const response = await send(path, call)
    if (!response.ok) throw await refusal(response)
    return response
  }

  /** One call whose answer is JSON of the given shape. */
  async function ask<Shape extends z.ZodType>(shape: Shape, path: string, call: Call = {}): Promise<z.infer<Shape>> {
    const response = await open(path, { ...call, signal: call.signal ?? AbortSignal.timeout(answerMs) })
    const parsed = shape.safeParse(await response.json().catch(() => undefined))
    if (parsed.success) return parsed.data
    const where = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    throw new ProblemError(unexpected(text, response.status, where.slice(0, 5).join('; ')))
  }

  const get = <Shape extends z.ZodType>(shape: Shape, path: string): Promise<z.infer<Shape>> => ask(shape, path)
  const post = <Shape extends z.ZodType>(shape: Shape, path: string, body: unknown = {}): Promise<z.infer<Shape>> => ask(shape, path, { method: 'POST', body })
  return { send, refusal, open, ask, get, post, url: connection.url }
}

function request(connection: Connection, call: Call, language: string): RequestInit & { duplex?: 'half' } {
  const headers: Record<string, string> = { accept: call.accept ?? 'application/json', 'accept-language': language, ...call.headers }
  if (connection.token) headers.authorization = `Bearer ${connection.token}`
  if (call.method && call.method !== 'GET') headers['idempotency-key'] = randomUUID()
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  const signal = call.signal ?? null
  if (call.stream) return { headers, body: call.stream, duplex: 'half', signal }
  return { headers, body: call.body === undefined ? null : JSON.stringify(call.body), signal }
}

/** The problem details of a refused answer; anything else on that port is said to be a stranger. */
async function problemOf(response: Response, text: Text): Promise<Problem> {
  const parsed = problem.safeParse(await response.json().catch(() => undefined))
  if (!parsed.success) return unexpected(text, response.status, response.headers.get('location') ?? response.statusText)
  return response.status === 401 ? { ...parsed.data, fix: text('error.sign_in_fix') } : parsed.data
}

function unexpected(text: Text, status: number, detail: string): Problem {
  return { type: 'about:blank', title: text('error.unexpected_answer'), status, code: 'unexpected_answer', detail }
}

function unreachable(text: Text, detail: string, local = true): Problem {
  const fix = local ? 'npm start' : text('error.check_address')
  return { type: 'about:blank', title: text('error.server_unreachable'), status: 503, code: 'server_unreachable', detail, fix }
}

/** `fetch failed` says nothing; its cause does (ECONNREFUSED and the like). */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause
  const inner = cause instanceof AggregateError ? cause.errors[0] : cause
  return inner instanceof Error ? inner.message || inner.name : error.message
}

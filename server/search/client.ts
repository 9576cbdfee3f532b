import 'server-only'
import { Client } from '@opensearch-project/opensearch'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { forbiddenLiteral, guardedLookup } from '#server/outbound.ts'

export type SearchClient = Client
export type SearchConnection = { url: string; username?: string | undefined; password?: string | undefined; insecureTls?: boolean | undefined }

const REQUEST_TIMEOUT_MS = 120_000
const loopback = /^(localhost|127\.|\[::1\])/

/**
 * A client of one OpenSearch cluster; close it when done. It repeats nothing by itself: its own retries send a refused
 * request again within milliseconds, so repeating is decided in execute.ts. Over a network bodies are gzipped. It follows
 * no redirect. @throws RunFailure address_forbidden; a name that leads to such an address fails when it is asked.
 */
export function openSearch(connection: SearchConnection): SearchClient {
  const url = new URL(connection.url)
  if (forbiddenLiteral(url.hostname)) throw new RunFailure(refuse('address_forbidden', 422, { host: url.hostname }, 'url'))
  const far = !loopback.test(url.host)
  return new Client({
    node: connection.url,
    ...(connection.username === undefined ? {} : { auth: { username: connection.username, password: connection.password ?? '' } }),
    ...(connection.insecureTls ? { ssl: { rejectUnauthorized: false } } : {}),
    maxRetries: 0,
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...(far ? { compression: 'gzip' as const, suggestCompression: true } : {}),
    enableLongNumeralSupport: false,
    agent: { keepAlive: true, maxSockets: 32, ...{ lookup: guardedLookup } },
  })
}

export type Call = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; path: string; query?: Record<string, string>; body?: object }
export type Reply = { status: number; body: unknown; bytes: number }

/**
 * One request, sent once. The client ignores signals, so an abort is passed on by hand: it closes the socket, and the
 * cluster then cancels a search that is under way.
 * @throws the client's errors, or the signal's reason.
 */
export async function send(client: SearchClient, call: Call, signal?: AbortSignal): Promise<Reply> {
  signal?.throwIfAborted()
  const { method, path, query, body } = call
  const sent = client.transport.request({ method, path, ...(query ? { querystring: query } : {}), ...(body ? { body } : {}) })
  // Nothing may be returned: a listener's promise that rejects would end the process.
  const abort = () => void sent.abort()
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const answer = await sent
    return { status: answer.statusCode ?? 0, body: answer.body, bytes: Number(answer.headers?.['content-length'] ?? 0) }
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export type Received = { path: string; headers: IncomingHttpHeaders; body: string; at: number; answeredAt: number | null }
/** A status and what comes with it; `drop`: the connection breaks; `hold`: never answered. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'drop' | 'hold'

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

type Decide = (call: Received) => Answer | undefined

/** Somebody's server that web hooks are sent to. `answerWith` says what it does with a call: 200 where it says nothing. */
export async function receiver(tls?: { cert: string; key: string }) {
  const calls: Received[] = []
  let decide: Decide = () => undefined
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call: Received = { path: request.url ?? '', headers: request.headers, body: await bodyOf(request), at: performance.now(), answeredAt: null }
    calls.push(call)
    const answer = decide(call) ?? { status: 200 }
    if (answer === 'hold') return
    call.answeredAt = performance.now()
    if (answer === 'drop') return void request.socket.destroy()
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }
  const handle = (request: IncomingMessage, response: ServerResponse): void => void take(request, response).catch(() => request.socket.destroy())
  const server = tls ? createTlsServer(tls, handle) : createServer(handle)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  return {
    url: `http${tls ? 's' : ''}://127.0.0.1:${port}`,
    calls,
    close,
    answerWith: (next: Decide) => {
      decide = next
    },
  }
}

import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the proxy does to one request instead of passing it on unchanged. */
export type Fault =
  | { answer: number; body: object }
  | { reset: true }
  /** Never answers. */
  | { hold: true }
  /** Passes it on and changes what the cluster says. */
  | { change: (body: Record<string, unknown>) => Record<string, unknown> }

export type FaultyProxy = {
  url: string
  /** The fault for a request, by its method, path and length of body; null leaves it alone. */
  decide: (call: { method: string; path: string; bytes: number; number: number }) => Fault | null
  /** Requests that came so far. */
  count: () => number
  /** Requests whose caller hung up before the answer. */
  hungUp: () => number
  close: () => Promise<void>
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function passOn(target: URL, incoming: IncomingMessage, body: Buffer): Promise<{ status: number; type: string; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { method, url, headers } = incoming
    const sent = request({ host: target.hostname, port: target.port, method, path: url, headers: { ...headers, host: target.host } }, async (answer) => {
      resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: await bodyOf(answer) })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function reply(outgoing: ServerResponse, status: number, body: string | Buffer, type = 'application/json'): void {
  outgoing.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  outgoing.end(body)
}

/** A proxy on loopback before a real cluster, which does to requests what networks and busy clusters do. */
export async function faultyProxy(target: string): Promise<FaultyProxy> {
  const upstream = new URL(target)
  let number = 0
  let hungUp = 0
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming)
    const fault = proxy.decide({ method: incoming.method ?? '', path: incoming.url ?? '', bytes: body.length, number: number++ })
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) hungUp++
    })
    if (fault && 'hold' in fault) return
    if (fault && 'reset' in fault) incoming.socket.destroy()
    else if (fault && 'answer' in fault) reply(outgoing, fault.answer, JSON.stringify(fault.body))
    else {
      const answer = await passOn(upstream, incoming, body)
      const changed = fault && 'change' in fault ? JSON.stringify(fault.change(JSON.parse(answer.body.toString()) as Record<string, unknown>)) : answer.body
      reply(outgoing, answer.status, changed, answer.type)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultyProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    decide: () => null,
    count: () => number,
    hungUp: () => hungUp,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return proxy
}

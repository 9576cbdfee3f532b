import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

type Json = Record<string, unknown>

/** What the proxy does to one request instead of passing it on unchanged. */
export type Fault =
  /** Answers by itself: an object as JSON, a text as HTML. */
  | { answer: number; body: object | string }
  | { reset: true }
  /** Never answers. */
  | { hold: true }
  /** Passes it on and changes what the cluster says. */
  | { change: (body: Json) => Json }
  /** Passes it on changed. */
  | { ask: (body: Json) => Json; path?: (path: string) => string }
  /** Passes on the first half of the answer: as if it were all of it, or the connection breaks then. */
  | { half: 'as if whole' | 'then reset' }
  /** Answers late. */
  | { lateMs: number }

export type ProxyCall = {
  method: string
  path: string
  bytes: number
  number: number
  body: Buffer
  /** Whether the body holds a text. */
  says: (text: string) => boolean
}

export type FaultyProxy = {
  url: string
  /** The fault for a request; null leaves it alone. The request waits for the answer, so this is where things can happen behind it. */
  decide: (call: ProxyCall) => Fault | null | Promise<Fault | null>
  /** Requests that came so far. */
  count: () => number
  /** Requests whose caller hung up before the answer. */
  hungUp: () => number
  close: () => Promise<void>
}

export type ProxyOptions = { tls?: { cert: string; key: string }; basic?: { username: string; password: string } }
type Answer = { status: number; type: string; body: Buffer }

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

type Sent = { path: string; body: Buffer }

/** Null when the caller hung up first: the cluster is hung up on as well, as a plain proxy does it. */
function passOn(target: URL, incoming: IncomingMessage, outgoing: ServerResponse, { path, body }: Sent): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const { method, headers } = incoming
    const { authorization: _own, ...rest } = headers
    const options = { host: target.hostname, port: target.port, method, path, headers: { ...rest, host: target.host, 'content-length': body.length } }
    const sent = request(options, (answer) => {
      bodyOf(answer).then(
        (bytes) => resolve({ status: answer.statusCode ?? 0, type: answer.headers['content-type'] ?? '', body: bytes }),
        () => resolve(null),
      )
    })
    outgoing.on('close', () => {
      if (outgoing.writableFinished) return
      sent.destroy()
      resolve(null)
    })
    sent.on('error', (error) => (outgoing.destroyed ? resolve(null) : reject(error)))
    sent.end(body)
  })
}

function reply(outgoing: ServerResponse, { status, type, body }: Answer): void {
  outgoing.writeHead(status, { 'content-type': type, 'content-length': body.length })
  outgoing.end(body)
}

function replyHalf(outgoing: ServerResponse, { status, type, body }: Answer, half: 'as if whole' | 'then reset'): void {
  const first = body.subarray(0, body.length >> 1)
  if (half === 'as if whole') reply(outgoing, { status, type, body: first })
  else {
    outgoing.writeHead(status, { 'content-type': type, 'content-length': body.length })
    outgoing.write(first, () => outgoing.socket?.destroy())
  }
}

const jsonAnswer = (status: number, body: object): Answer => ({ status, type: 'application/json', body: Buffer.from(JSON.stringify(body)) })
const edited = (body: Buffer, edit: (body: Json) => Json): Buffer => Buffer.from(JSON.stringify(edit(JSON.parse(body.toString()) as Json)))

const ownAnswer = (status: number, said: object | string): Answer =>
  typeof said === 'string' ? { status, type: 'text/html', body: Buffer.from(said) } : jsonAnswer(status, said)

async function meet(fault: Fault | null, target: URL, incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Promise<void> {
  if (fault && 'hold' in fault) return
  if (fault && 'reset' in fault) {
    incoming.socket.destroy()
    return
  }
  if (fault && 'answer' in fault) {
    reply(outgoing, ownAnswer(fault.answer, fault.body))
    return
  }
  const { url: path = '' } = incoming
  const sent = fault && 'ask' in fault ? { path: fault.path?.(path) ?? path, body: edited(body, fault.ask) } : { path, body }
  const answer = await passOn(target, incoming, outgoing, sent)
  if (!answer) return
  if (fault && 'half' in fault) replyHalf(outgoing, answer, fault.half)
  else if (fault && 'change' in fault) reply(outgoing, { ...answer, body: edited(answer.body, fault.change) })
  else if (fault && 'lateMs' in fault) setTimeout(() => reply(outgoing, answer), fault.lateMs)
  else reply(outgoing, answer)
}

/**
 * A proxy on loopback before a real cluster, which does to requests what networks, gateways and busy clusters do. It can
 * speak TLS and ask for a password, which the cluster behind it does not.
 */
export async function faultyProxy(target: string, { tls, basic }: ProxyOptions = {}): Promise<FaultyProxy> {
  const upstream = new URL(target)
  const wanted = basic && `Basic ${Buffer.from(`${basic.username}:${basic.password}`).toString('base64')}`
  let number = 0
  let hungUp = 0
  const listener = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) hungUp++
    })
    const body = await bodyOf(incoming)
    if (wanted && incoming.headers.authorization !== wanted) {
      reply(outgoing, { status: 401, type: 'text/plain', body: Buffer.from('Unauthorized') })
      return
    }
    const { method = '', url: path = '' } = incoming
    const fault = await proxy.decide({ method, path, bytes: body.length, number: number++, body, says: (text) => body.includes(text) })
    await meet(fault, upstream, incoming, outgoing, body)
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: FaultyProxy = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
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

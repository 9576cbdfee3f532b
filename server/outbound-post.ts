import 'server-only'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { forbiddenLiteral, guardedLookup } from '#server/outbound.ts'

const answerCapBytes = 65_536

/**
 * Posts a text once to where somebody of the console said and gives the status of the answer. All of it, connecting too, takes
 * `limitMs` at most; redirects are not followed; of the answer's body 64 KiB are taken at most and none is kept.
 * @throws ForbiddenAddress, the socket's error, or a TimeoutError.
 */
export function postGuarded(address: string, headers: Record<string, string>, body: string, limitMs: number): Promise<number> {
  const url = new URL(address)
  const bytes = Buffer.from(body)
  return new Promise((resolve, reject) => {
    const forbidden = forbiddenLiteral(url.hostname)
    if (forbidden) return reject(forbidden)
    const timeout = AbortSignal.timeout(limitMs)
    const request = (url.protocol === 'https:' ? secure : plain)(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      lookup: guardedLookup,
      agent: false,
      signal: timeout,
    })
    request.on('error', (error) => reject(timeout.aborted ? timeout.reason : error))
    // Nobody here speaks anything else; unheard, an upgrade closes the request without any other word.
    request.on('upgrade', (response, socket) => {
      socket.destroy()
      resolve(response.statusCode ?? 0)
    })
    request.on('close', () => reject(Object.assign(new Error('closed without an answer'), { code: 'ECONNRESET' })))
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0)
      let taken = 0
      response.on('error', () => {})
      response.on('data', (chunk: Buffer) => {
        taken += chunk.length
        if (taken > answerCapBytes) response.destroy()
      })
    })
    request.end(bytes)
  })
}

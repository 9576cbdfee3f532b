import 'server-only'
import { principal } from '#server/http/principal.ts'

const everyMs = 5_000

/** The request with a signal that also aborts when its session or token has ended: a stream that was opened does not outlive the right to it. */
export function whileAllowed(request: Request): Request {
  const ended = new AbortController()
  const check = async () => {
    const who = await principal(request.headers, { quiet: true }).catch(() => undefined)
    // A database that is away for a moment ends no stream.
    if (who === null) ended.abort()
  }
  const timer = setInterval(() => void check(), everyMs)
  timer.unref()
  const signal = AbortSignal.any([request.signal, ended.signal])
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  // Next's request is a stand-in that cannot be cloned; a stream is always a GET without a body.
  return new Request(request.url, { headers: request.headers, signal })
}

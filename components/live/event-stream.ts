import { createParser } from 'eventsource-parser'

export type StreamEvent = { name: string; data: string; id: string | null }
type Handlers = { onEvent: (event: StreamEvent) => void; onUp: () => void; onDown: () => void; onSignedOut: () => void }

/** The server sends a comment every 10 s; a stream that is silent for longer than this is dead. */
const silenceMs = 25_000
const longestWaitMs = 10_000

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

async function readOnce(url: string, lastId: string | null, handlers: Handlers, signal: AbortSignal): Promise<void> {
  const watch = new AbortController()
  const stop = () => watch.abort()
  signal.addEventListener('abort', stop)
  let timer = setTimeout(stop, silenceMs)
  try {
    const headers: Record<string, string> = { accept: 'text/event-stream' }
    if (lastId) headers['last-event-id'] = lastId
    const response = await fetch(url, { headers, signal: watch.signal, cache: 'no-store' })
    if (response.status === 401) handlers.onSignedOut()
    if (!response.ok || !response.body) return
    handlers.onUp()
    const parser = createParser({ onEvent: (event) => handlers.onEvent({ name: event.event ?? 'message', data: event.data, id: event.id ?? null }) })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(timer)
      timer = setTimeout(stop, silenceMs)
      parser.feed(part.value)
    }
  } catch {
    // A broken stream is the ordinary case here: the caller opens it again.
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
}

/**
 * Follows a server-sent event stream until `signal` aborts: opens it again when it breaks (0.5 s doubling to 10 s, with
 * jitter) and asks for what was missed by the id of the last event. Unlike EventSource it can start from a known id and
 * notices a stream that has gone silent.
 */
export async function followStream(url: string, firstId: string | null, handlers: Handlers, signal: AbortSignal): Promise<void> {
  let lastId = firstId
  let failures = 0
  const kept: Handlers = {
    ...handlers,
    onUp: () => {
      failures = 0
      handlers.onUp()
    },
    onEvent: (event) => {
      lastId = event.id ?? lastId
      handlers.onEvent(event)
    },
  }
  while (!signal.aborted) {
    await readOnce(url, lastId, kept, signal)
    if (signal.aborted) return
    handlers.onDown()
    const longest = Math.min(longestWaitMs, 500 * 2 ** failures)
    failures += 1
    await wait(longest / 2 + (Math.random() * longest) / 2, signal)
  }
}

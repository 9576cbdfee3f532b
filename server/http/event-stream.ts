import 'server-only'
import { baseHeaders } from '#server/http/problem.ts'

export type ServerEvent = { event: string; id: string | null; data: unknown }

const beatMs = 10_000
/** A reader that takes nothing for this much is cut off; it comes back with Last-Event-ID and misses nothing. */
const maxBufferedBytes = 4 * 1024 * 1024

const format = ({ event, id, data }: ServerEvent): string => `event: ${event}\n${id === null ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`

/** A text/event-stream response. `start` subscribes and returns how to unsubscribe; a comment goes out every 10 s. */
export function eventStream(signal: AbortSignal, start: (send: (event: ServerEvent) => void) => Promise<() => void>): Response {
  const encoder = new TextEncoder()
  let stop = () => {}
  const stream = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        let open = true
        let unsubscribe = () => {}
        const write = (text: string) => {
          if (!open) return
          if ((controller.desiredSize ?? 0) < -maxBufferedBytes) return stop()
          controller.enqueue(encoder.encode(text))
        }
        const beat = setInterval(() => write(': beat\n\n'), beatMs)
        stop = () => {
          if (!open) return
          open = false
          clearInterval(beat)
          unsubscribe()
          try {
            controller.close()
          } catch {
            // The reader has gone and closed it already.
          }
        }
        signal.addEventListener('abort', stop)
        write('retry: 2000\n\n')
        unsubscribe = await start((event) => write(format(event)))
        if (!open) unsubscribe()
      },
      cancel: () => stop(),
    },
    { highWaterMark: 65_536, size: (chunk) => chunk?.byteLength ?? 0 },
  )
  return new Response(stream, {
    headers: { ...baseHeaders, 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no' },
  })
}

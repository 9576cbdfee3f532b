import { followStream, type StreamEvent } from '#components/live/event-stream.ts'

export type LiveState = { state: 'connecting' | 'up' | 'down' /** Epoch milliseconds of the last sign of life. */; heardAt: number }
type Message = { type: 'event'; event: StreamEvent } | { type: 'state'; live: LiveState } | { type: 'hello' }
type Listener = { onEvent: (event: StreamEvent) => void; onState: (live: LiveState) => void; onSignedOut: () => void }

/** A following tab that hears nothing from the leading one for this long takes the stream for broken. */
const quietMs = 15_000
const beatMs = 5_000

/**
 * One stream per browser: the tab that holds the lock reads it and repeats every event to the others; when that tab goes
 * away the next one takes over from the last id. Without Web Locks (plain http on another host) each tab reads its own.
 * Returns the function that leaves.
 */
export function shareStream(url: string, name: string, listener: Listener): () => void {
  const gone = new AbortController()
  const channel = new BroadcastChannel(name)
  let live: LiveState = { state: 'connecting', heardAt: Date.now() }
  let lastId: string | null = null
  let leads = false

  const tell = (next: LiveState) => {
    live = next
    listener.onState(live)
    if (leads) channel.postMessage({ type: 'state', live } satisfies Message)
  }
  const take = (event: StreamEvent) => {
    lastId = event.id ?? lastId
    const wasUp = live.state === 'up'
    live = { state: 'up', heardAt: Date.now() }
    if (!wasUp) listener.onState(live)
    listener.onEvent(event)
  }
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type === 'event') take(data.event)
    if (data.type === 'state') tell(data.live)
    if (data.type === 'hello' && leads) channel.postMessage({ type: 'state', live } satisfies Message)
  }
  const lead = async () => {
    if (gone.signal.aborted) return
    leads = true
    await followStream(
      url,
      lastId,
      {
        onUp: () => tell({ state: 'up', heardAt: Date.now() }),
        onDown: () => tell({ state: 'down', heardAt: live.heardAt }),
        onEvent: (event) => {
          take(event)
          channel.postMessage({ type: 'event', event } satisfies Message)
        },
        onSignedOut: listener.onSignedOut,
      },
      gone.signal,
    )
  }
  const beat = setInterval(() => {
    if (leads && live.state === 'up') tell({ state: 'up', heardAt: Date.now() })
    else if (!leads && Date.now() - live.heardAt > quietMs) tell({ state: 'down', heardAt: live.heardAt })
  }, beatMs)

  channel.postMessage({ type: 'hello' } satisfies Message)
  if (navigator.locks) void navigator.locks.request(name, { signal: gone.signal }, lead).catch(() => undefined)
  else void lead()
  return () => {
    gone.abort()
    clearInterval(beat)
    channel.close()
  }
}

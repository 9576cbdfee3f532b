'use client'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import type { StreamEvent } from '#components/live/event-stream.ts'
import { type LiveState, shareStream } from '#components/live/shared-stream.ts'

type Subscriber = (event: StreamEvent) => void
type Live = { live: LiveState; subscribe: (subscriber: Subscriber) => () => void }

const LiveContext = createContext<Live | null>(null)
/** A break shorter than this is not worth a badge. */
const graceMs = 2_000

/** Keeps the browser's one event stream open below it. `channel` must differ between users. */
export function LiveProvider({ url, channel, children }: { url: string; channel: string; children: ReactNode }) {
  const subscribers = useRef(new Set<Subscriber>())
  const [live, setLive] = useState<LiveState>({ state: 'connecting', heardAt: 0 })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const leave = shareStream(url, channel, {
      onEvent: (event) => {
        for (const subscriber of subscribers.current) subscriber(event)
      },
      onState: (next) => {
        clearTimeout(timer)
        if (next.state === 'down') timer = setTimeout(() => setLive(next), graceMs)
        else setLive((old) => (old.state === next.state ? old : next))
      },
      onSignedOut: () => window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`),
    })
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [url, channel])
  const subscribe = useCallback((subscriber: Subscriber) => {
    subscribers.current.add(subscriber)
    return () => {
      subscribers.current.delete(subscriber)
    }
  }, [])
  const value = useMemo(() => ({ live, subscribe }), [live, subscribe])
  return <LiveContext value={value}>{children}</LiveContext>
}

function useLiveContext(): Live {
  const value = useContext(LiveContext)
  if (!value) throw new Error('LiveProvider is missing above')
  return value
}

export const useLive = (): LiveState => useLiveContext().live

/** Hands every event of the stream to `subscriber`, which should be stable. */
export function useLiveEvents(subscriber: Subscriber): void {
  const { subscribe } = useLiveContext()
  useEffect(() => subscribe(subscriber), [subscribe, subscriber])
}

/** While the stream is down screens ask by themselves: every 5 s; otherwise never. */
export function usePollInterval(): number | false {
  return useLiveContext().live.state === 'down' ? 5_000 : false
}

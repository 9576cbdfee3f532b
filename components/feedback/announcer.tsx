'use client'
import { VisuallyHidden } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'

type Announce = (text: string, urgency?: 'polite' | 'assertive') => void
const AnnounceContext = createContext<Announce>(() => undefined)
const restMs = 5_000

/** Speaks to screen readers: progress politely and at most every 5 s (the newest wins), failures at once. */
export function Announcer({ children }: { children: ReactNode }) {
  const [polite, setPolite] = useState('')
  const [assertive, setAssertive] = useState('')
  const last = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const announce = useCallback<Announce>((text, urgency = 'polite') => {
    if (urgency === 'assertive') return setAssertive(text)
    clearTimeout(timer.current)
    const speak = () => {
      last.current = Date.now()
      setPolite(text)
    }
    timer.current = setTimeout(speak, Math.max(0, last.current + restMs - Date.now()))
  }, [])
  return (
    <AnnounceContext value={announce}>
      {children}
      <VisuallyHidden aria-live="polite" role="status">
        {polite}
      </VisuallyHidden>
      <VisuallyHidden aria-live="assertive" role="alert">
        {assertive}
      </VisuallyHidden>
    </AnnounceContext>
  )
}

export const useAnnounce = (): Announce => useContext(AnnounceContext)

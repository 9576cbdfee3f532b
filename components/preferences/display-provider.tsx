'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type Save, unsavedChanges } from '#components/preferences/unsaved.ts'
import { changedDisplay, type Display, type DisplayChange, standardDisplay } from '#core/shared/display.ts'

type Context = { display: Display; change: (change: DisplayChange) => void }

const DisplayContext = createContext<Context>({ display: standardDisplay, change: () => undefined })

type Props = { /** Whose it is: two people at one browser do not mix. */ owner: string; initial: Display; save: Save; children: ReactNode }

/**
 * How tables, menu and home look, for everything below. A page comes from the server as it was left, in any browser; a change
 * is seen at once, here and in other tabs, and saved behind it.
 */
export function DisplayProvider({ owner, initial, save, children }: Props) {
  const [display, setDisplay] = useState(initial)
  const keeper = useRef<ReturnType<typeof unsavedChanges>>(null)
  useEffect(() => {
    const key = `display:${owner}`
    const show = (change: DisplayChange | null) => change && setDisplay((now) => changedDisplay(now, change))
    keeper.current = unsavedChanges(window.localStorage, key, save)
    show(keeper.current.left)
    const listen = (event: StorageEvent) => {
      if (event.key === key && event.newValue) show(JSON.parse(event.newValue))
    }
    window.addEventListener('storage', listen)
    return () => window.removeEventListener('storage', listen)
  }, [owner, save])
  const context = useMemo(() => {
    const change = (wish: DisplayChange) => {
      setDisplay((now) => changedDisplay(now, wish))
      void keeper.current?.keep(wish)
    }
    return { display, change }
  }, [display])
  return <DisplayContext value={context}>{children}</DisplayContext>
}

export const useDisplay = (): Context => useContext(DisplayContext)

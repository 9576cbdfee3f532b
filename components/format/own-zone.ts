'use client'
import { createContext, useContext } from 'react'

/** The zone that the reader chose; null is the one of the browser. */
export const OwnZone = createContext<string | null>(null)

/** IANA name of the reader's own zone. In the browser only: the server does not know the browser's. */
export const useOwnZone = (): (() => string) => {
  const chosen = useContext(OwnZone)
  return () => chosen ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

'use client'
import { useQuery } from '@tanstack/react-query'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { environmentsQuery } from '#features/environments/queries.ts'
import type { Environment } from '#features/environments/schema.ts'
import { chosenCookie, chosenOf } from '#features/environments/view.ts'

type Chosen = { environments: readonly Environment[]; chosen: Environment | null; choose: (id: string) => void }

const EnvironmentContext = createContext<Chosen>({ environments: [], chosen: null, choose: () => {} })
const yearSeconds = 31_536_000

const kept = (): string | undefined => new RegExp(`(?:^|; )${chosenCookie}=([\\w-]+)`).exec(document.cookie)?.[1]

type Props = { /** As the server knew them when the page was made. */ initial: readonly Environment[]; chosenId: string | undefined; children: ReactNode }

/** Which game environment this browser works in, for everything below. */
export function EnvironmentProvider({ initial, chosenId, children }: Props) {
  const may = useMay()
  const [id, setId] = useState(chosenId)
  const { data } = useQuery({ ...environmentsQuery, initialData: { items: [...initial] }, enabled: may('environments.view'), staleTime: 60_000 })
  const choose = useCallback((next: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page is served over plain http
    document.cookie = `${chosenCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`
    setId(next)
  }, [])
  useEffect(() => {
    // Another tab may have chosen another one: what this tab shows must not be older than what it is looked at.
    const look = () => document.visibilityState === 'visible' && setId((before) => kept() ?? before)
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  const value = useMemo(() => ({ environments: data.items, chosen: chosenOf(data.items, id), choose }), [data.items, id, choose])
  return <EnvironmentContext value={value}>{children}</EnvironmentContext>
}

export const useEnvironment = (): Chosen => useContext(EnvironmentContext)

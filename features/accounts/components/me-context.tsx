'use client'
import { createContext, type ReactNode, useContext } from 'react'
import type { Permission } from '#core/shared/permissions.ts'
import { ProofAsker } from '#features/accounts/components/proof-asker.tsx'
import type { Me } from '#features/accounts/schema.ts'

const MeContext = createContext<Me | null>(null)

/** Who is signed in, for everything below, and the question for a proof when an act needs one. */
export function MeProvider({ me, children }: { me: Me; children: ReactNode }) {
  return (
    <MeContext value={me}>
      {children}
      <ProofAsker />
    </MeContext>
  )
}

export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('MeProvider is missing above')
  return me
}

/** Whether the signed-in person holds a permission. The server decides again. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useMe()
  return (permission) => permissions.includes(permission)
}

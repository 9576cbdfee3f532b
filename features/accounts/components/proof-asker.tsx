'use client'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { onProofNeeded } from '#components/api/client.ts'

// Seldom needed: not in the first load.
const ProofDialog = dynamic(() => import('#features/accounts/components/proof-dialog.tsx').then((module) => module.ProofDialog), { ssr: false })

/** Asks for password or code when a dangerous act needs it. Once per page. */
export function ProofAsker() {
  const [answer, setAnswer] = useState<((proved: boolean) => void) | null>(null)
  useEffect(() => {
    onProofNeeded(() => new Promise((resolve) => setAnswer(() => resolve)))
    return () => onProofNeeded(null)
  }, [])
  if (!answer) return null
  const close = (proved: boolean) => {
    setAnswer(null)
    answer(proved)
  }
  return <ProofDialog onClose={close} />
}

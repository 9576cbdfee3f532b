'use client'
import { type ReactNode, Suspense, useEffect, useState } from 'react'

/** Runs its effect when what stands beside it is there. */
function Stand({ onStand }: { onStand: (standing: boolean) => void }) {
  useEffect(() => onStand(true), [onStand])
  return null
}

/**
 * For a dialog whose code comes when it is first opened (React's `lazy`). It stands closed for a moment before it opens: only so does it remember where
 * the focus was and gives it back.
 */
export function WhenOpened({ opened, children }: { opened: boolean; children: (opened: boolean) => ReactNode }) {
  const [wanted, setWanted] = useState(false)
  const [standing, setStanding] = useState(false)
  useEffect(() => {
    if (opened) setWanted(true)
  }, [opened])
  if (!wanted) return null
  return (
    <Suspense>
      {children(opened && standing)}
      <Stand onStand={setStanding} />
    </Suspense>
  )
}

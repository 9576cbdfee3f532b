'use client'
import { ModalsProvider, modals } from '@mantine/modals'
import { Notifications, notifications } from '@mantine/notifications'
import { useEffect } from 'react'

type Host = { modals: typeof modals; notifications: typeof notifications }

/** Draws questions and notices; `onStanding` hears when it does. */
export function OverlayHost({ onStanding }: { onStanding: (host: Host) => void }) {
  useEffect(() => onStanding({ modals, notifications }), [onStanding])
  return (
    <>
      <ModalsProvider>{null}</ModalsProvider>
      <Notifications position="bottom-right" limit={4} transitionDuration={140} />
    </>
  )
}

'use client'
import { Text } from '@mantine/core'
import type { modals } from '@mantine/modals'
import type { NotificationData, notifications } from '@mantine/notifications'
import { lazy, Suspense, useSyncExternalStore } from 'react'

type Question = {
  title: string
  /** What comes of the act. */
  text?: string
  confirm: string
  cancel: string
  /** The act takes nothing away: its button is not red. */
  harmless?: boolean
  onConfirm: () => void
}
type Host = { modals: typeof modals; notifications: typeof notifications }

// Both are rare: their code comes with the first of either. A notice often follows a question, and must appear though the network has gone meanwhile.
const OverlayHost = lazy(async () => ({ default: (await import('#components/feedback/overlay-host.tsx')).OverlayHost }))

let wanted = false
const listeners = new Set<() => void>()
const { promise: host, resolve: onStanding } = Promise.withResolvers<Host>()
let question: Question | null = null

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function wantHost(): Promise<Host> {
  wanted = true
  for (const listener of listeners) listener()
  return host
}

/** Where questions and notices appear. Once per page. */
export function Overlays() {
  const here = useSyncExternalStore(
    subscribe,
    () => wanted,
    () => false,
  )
  return here ? (
    <Suspense>
      <OverlayHost onStanding={onStanding} />
    </Suspense>
  ) : null
}

/** Says what has happened, in a corner of the page. */
export function notify(notice: NotificationData): void {
  void wantHost().then(({ notifications }) => notifications.show(notice))
}

/** Asks before an act. While the first question is on its way, a second press does not ask twice. */
export function askFirst(next: Question): void {
  const waiting = question !== null
  question = next
  if (waiting) return
  void wantHost().then(({ modals }) => {
    if (question) modals.openConfirmModal(asked(question))
    question = null
  })
}

const asked = ({ title, text, confirm, cancel, harmless = false, onConfirm }: Question): Parameters<typeof modals.openConfirmModal>[0] => ({
  title,
  children: text && <Text size="sm">{text}</Text>,
  labels: { confirm, cancel },
  confirmProps: harmless ? {} : { color: 'red' },
  onConfirm,
})

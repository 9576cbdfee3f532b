'use client'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { RecordMenu } from '#components/records/record-menu.tsx'
import { useHookActs } from '#features/notices/components/use-hook-acts.tsx'
import type { Hook } from '#features/notices/schema.ts'

/** What can be done with one web hook, in its row. */
export function HookRowMenu({ hook, ...props }: PopupProps & { hook: Hook; onEdit: () => void }) {
  return <RecordMenu {...props} {...useHookActs(hook, { told: true })} />
}

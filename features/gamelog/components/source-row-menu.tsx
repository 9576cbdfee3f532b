'use client'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import { RecordMenu } from '#components/records/record-menu.tsx'
import { useSourceActs } from '#features/gamelog/components/use-source-acts.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** What can be done with one log source, in its row. */
export function SourceRowMenu({ source, ...props }: PopupProps & { source: Source; onEdit: (() => void) | undefined }) {
  return <RecordMenu {...props} {...useSourceActs(source, { told: true })} />
}

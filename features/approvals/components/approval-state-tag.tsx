'use client'
import { type Icon, IconCircleCheck, IconCircleOff, IconCircleX, IconClock, IconClockX, IconLock } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StateTag } from '#components/feedback/state-tag.tsx'
import type { ApprovalState } from '#features/approvals/schema.ts'
import { toneOf } from '#features/approvals/view.ts'

const signs: Record<ApprovalState, Icon> = {
  pending: IconClock,
  approved: IconCircleCheck,
  rejected: IconCircleX,
  expired: IconClockX,
  void: IconCircleOff,
  used: IconLock,
}

export function ApprovalStateTag({ state }: { state: ApprovalState }) {
  const t = useTranslations('approvals.states')
  return (
    <StateTag tone={toneOf[state]} sign={signs[state]}>
      {t(state)}
    </StateTag>
  )
}

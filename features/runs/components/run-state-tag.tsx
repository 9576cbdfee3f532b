'use client'
import { type Icon, IconCircleCheck, IconCircleX, IconClock, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StateTag } from '#components/feedback/state-tag.tsx'
import type { RunState } from '#features/runs/schema.ts'
import { toneOf } from '#features/runs/view.ts'

const signs: Record<RunState, Icon> = {
  queued: IconClock,
  running: IconPlayerPlay,
  pausing: IconPlayerPause,
  paused: IconPlayerPause,
  cancelling: IconPlayerStop,
  cancelled: IconPlayerStop,
  failed: IconCircleX,
  succeeded: IconCircleCheck,
}

export function RunStateTag({ state }: { state: RunState }) {
  const t = useTranslations('runs.states')
  return (
    <StateTag tone={toneOf[state]} sign={signs[state]}>
      {t(state)}
    </StateTag>
  )
}

'use client'
import { type Icon, IconCircleCheck, IconCircleX, IconClock, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
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
  const Sign = signs[state]
  return (
    <Tag tone={toneOf[state]} icon={<Sign size={13} stroke={2} />}>
      {t(state)}
    </Tag>
  )
}

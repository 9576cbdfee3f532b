'use client'
import { IconCircleCheck, IconCircleX, IconClockOff, IconGitCompare, IconGitMerge, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import type { PlanState } from '#features/datasheets/plans/schema.ts'

const looks = {
  computing: { tone: 'blue', icon: IconPlayerPlay },
  draft: { tone: 'green', icon: IconGitCompare },
  conflicted: { tone: 'amber', icon: IconGitMerge },
  applying: { tone: 'blue', icon: IconPlayerPlay },
  applied: { tone: 'green', icon: IconCircleCheck },
  expired: { tone: 'grey', icon: IconClockOff },
  failed: { tone: 'red', icon: IconCircleX },
} as const

export function PlanStateTag({ state }: { state: PlanState }) {
  const t = useTranslations('datasheets.plans.states')
  const { tone, icon: Sign } = looks[state]
  return (
    <Tag tone={tone} icon={<Sign size={13} stroke={2} />}>
      {t(state)}
    </Tag>
  )
}

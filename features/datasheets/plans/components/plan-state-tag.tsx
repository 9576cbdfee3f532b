'use client'
import { IconCircleCheck, IconCircleX, IconClockOff, IconGitCompare, IconGitMerge, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StateTag } from '#components/feedback/state-tag.tsx'
import type { PlanState } from '#features/datasheets/plans/schema.ts'

const looks = {
  computing: { tone: 'blue', sign: IconPlayerPlay },
  draft: { tone: 'green', sign: IconGitCompare },
  conflicted: { tone: 'amber', sign: IconGitMerge },
  applying: { tone: 'blue', sign: IconPlayerPlay },
  applied: { tone: 'green', sign: IconCircleCheck },
  expired: { tone: 'grey', sign: IconClockOff },
  failed: { tone: 'red', sign: IconCircleX },
} as const

export function PlanStateTag({ state }: { state: PlanState }) {
  const t = useTranslations('datasheets.plans.states')
  return <StateTag {...looks[state]}>{t(state)}</StateTag>
}

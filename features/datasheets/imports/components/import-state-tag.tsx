'use client'
import { IconCircleCheck, IconCircleX, IconHelpCircle, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import type { SheetImport } from '#features/datasheets/imports/schema.ts'

const looks = {
  running: { tone: 'blue', icon: IconPlayerPlay },
  applied: { tone: 'green', icon: IconCircleCheck },
  failed: { tone: 'red', icon: IconCircleX },
  unknown: { tone: 'amber', icon: IconHelpCircle },
} as const

export function ImportStateTag({ state }: { state: SheetImport['state'] }) {
  const t = useTranslations('datasheets.imports.states')
  const { tone, icon: Sign } = looks[state]
  return (
    <Tag tone={tone} icon={<Sign size={13} stroke={2} />}>
      {t(state)}
    </Tag>
  )
}

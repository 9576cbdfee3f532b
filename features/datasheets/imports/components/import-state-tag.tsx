'use client'
import { IconCircleCheck, IconCircleX, IconHelpCircle, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StateTag } from '#components/feedback/state-tag.tsx'
import type { SheetImport } from '#features/datasheets/imports/schema.ts'

const looks = {
  running: { tone: 'blue', sign: IconPlayerPlay },
  applied: { tone: 'green', sign: IconCircleCheck },
  failed: { tone: 'red', sign: IconCircleX },
  unknown: { tone: 'amber', sign: IconHelpCircle },
} as const

export function ImportStateTag({ state }: { state: SheetImport['state'] }) {
  const t = useTranslations('datasheets.imports.states')
  return <StateTag {...looks[state]}>{t(state)}</StateTag>
}

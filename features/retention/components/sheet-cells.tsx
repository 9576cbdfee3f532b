'use client'
import { IconCheck, IconHourglass, IconMinus } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag, type Tone } from '#components/feedback/tag.tsx'
import { Unknown } from '#components/format/unknown.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { defaultMetrics } from '#core/retention/metrics.ts'
import type { PlayerRow } from '#features/retention/schema.ts'

const statuses: Record<PlayerRow['retention_status'], { tone: Tone; sign: typeof IconCheck }> = {
  Retained_d1: { tone: 'green', sign: IconCheck },
  Retained_d0: { tone: 'grey', sign: IconMinus },
  Unripe_d1: { tone: 'amber', sign: IconHourglass },
}

export function RetentionStatus({ status }: { status: PlayerRow['retention_status'] }) {
  const t = useTranslations('retention.statuses')
  const { tone, sign: Sign } = statuses[status]
  return (
    <Tag tone={tone} icon={<Sign size={12} />}>
      {t(status)}
    </Tag>
  )
}

export type UnknownReason = 'notCollected' | 'notRipe' | 'notKnown'

/** Why a number of the sheet is not known. Of a metric that was added its log family is not told apart from its days. */
export function unknownReason(name: string, missingFamilies: readonly string[]): UnknownReason {
  const metric = defaultMetrics.find((one) => one.name === name)
  if (!metric) return 'notKnown'
  return missingFamilies.includes(metric.family) ? 'notCollected' : 'notRipe'
}

/** A count of the sheet; null is "not collected" or "not over yet", never 0. */
export function Count({ value, reason }: { value: number | null; reason: UnknownReason }) {
  const t = useTranslations('retention.sheet')
  const format = useFormat()
  return value === null ? <Unknown reason={t(reason)} /> : format.number(value)
}

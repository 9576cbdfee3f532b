'use client'
import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'

/** Whether new analyses count the metric. */
export function MetricStateTag({ active }: { active: boolean }) {
  const t = useTranslations('retention.metrics.states')
  const Sign = active ? IconCircleCheck : IconCircleOff
  return (
    <Tag tone={active ? 'green' : 'grey'} icon={<Sign size={12} />}>
      {t(active ? 'on' : 'off')}
    </Tag>
  )
}

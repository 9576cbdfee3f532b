'use client'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Tag } from '#components/feedback/tag.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { useLive } from '#components/live/live-provider.tsx'

/** Says since when what is on the screen may be old. Nothing while the stream is up. */
export function StaleBadge() {
  const t = useTranslations('shell')
  const format = useFormat()
  const live = useLive()
  if (live.state !== 'down') return null
  return (
    <span role="status" title={t('staleWhy')}>
      <Tag tone="amber" icon={<IconPlugConnectedX size={14} />}>
        {t('stale', { time: format.clock(new Date(live.heardAt).toISOString()) })}
      </Tag>
    </span>
  )
}

'use client'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import type { PlayerRow } from '#features/retention/schema.ts'
import type { PlayerEvents } from '#features/retention/timeline/schema.ts'

type Props = { page: PlayerEvents; activeMs: number; player: PlayerRow; lastAt: string | undefined; more: boolean }

const dayMs = 86_400_000

/** Whether the gaps that were shown add up to the sheet's active time; says so only once all of day 0 is in sight. */
export function TimelineCheck({ page, activeMs, player, lastAt, more }: Props) {
  const t = useTranslations('retention.timeline.check')
  const format = useFormat()
  const whole = !more || (lastAt !== undefined && Date.parse(lastAt) >= Date.parse(page.player.firstLoginAt) + dayMs)
  const seconds = Math.floor(activeMs / 1_000)
  const values = { seen: format.number(seconds), sheet: format.number(player.active_seconds) }
  if (!whole) return <Note tone="grey" title={t('notYet', values)} />
  if (page.sessionCapMs !== null) return <Note tone="grey" title={t('capped', values)} />
  if (seconds === player.active_seconds) return <Note tone="green" title={t('equal', values)} />
  return (
    <Note tone="amber" title={t('differs', values)}>
      {t('why')}
    </Note>
  )
}

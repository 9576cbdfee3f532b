'use client'
import { Chip, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useFormat } from '#components/format/use-format.ts'
import type { PlayerEvents } from '#features/retention/timeline/schema.ts'

type Props = { families: PlayerEvents['families'] /** Names with commas; empty for all. */; chosen: string; onChange: (chosen: string) => void }

/** Which log families a timeline shows; none chosen shows all. */
export function FamilyFilter({ families, chosen, onChange }: Props) {
  const t = useTranslations('retention.timeline')
  const format = useFormat()
  return (
    <Chip.Group multiple value={chosen.split(',').filter(Boolean)} onChange={(next) => onChange(next.join(','))}>
      <Group gap={8} mb="sm" role="group" aria-label={t('families')}>
        {families.map(({ family, events }) => (
          <Chip key={family ?? 'other'} value={family ?? 'other'} size="xs" radius="sm" variant="outline">
            {family ?? t('other')} {format.number(events)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

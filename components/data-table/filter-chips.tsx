'use client'
import { Anchor, CloseButton, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import classes from './data-table.module.css'

export type Chip = { key: string; text: string; onRemove: () => void }

/** What is filtered, each removable, and all at once. */
export function FilterChips({ chips, onClear }: { chips: Chip[]; onClear: () => void }) {
  const t = useTranslations('table')
  if (!chips.length) return null
  return (
    <Group gap={8} mb={12}>
      {chips.map((chip) => (
        <span key={chip.key} className={classes.chip}>
          {chip.text}
          <CloseButton size={24} iconSize={12} aria-label={t('clearOne', { name: chip.text })} onClick={chip.onRemove} />
        </span>
      ))}
      <Anchor component="button" type="button" size="xs" onClick={onClear}>
        {t('clear')}
      </Anchor>
    </Group>
  )
}

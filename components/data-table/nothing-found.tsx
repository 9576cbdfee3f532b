'use client'
import { Button } from '@mantine/core'
import { IconFilterOff } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StatePanel } from '#components/feedback/state-panel.tsx'

/** Empty because of the filters, not because there is nothing. */
export function NothingFound({ onClear }: { onClear: () => void }) {
  const t = useTranslations('table')
  const action = (
    <Button variant="default" size="xs" onClick={onClear}>
      {t('clear')}
    </Button>
  )
  return (
    <StatePanel icon={<IconFilterOff size={28} stroke={1.5} />} title={t('nothing.title')} action={action}>
      {t('nothing.text')}
    </StatePanel>
  )
}

'use client'
import { Drawer } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { EnvironmentForm } from '#features/environments/components/environment-form.tsx'
import type { Environment } from '#features/environments/schema.ts'

/** The side panel in which a game database is added or changed. */
export function EnvironmentPanel({ opened, onClose, present }: { opened: boolean; onClose: () => void; present: Environment | undefined }) {
  const t = useTranslations('environments')
  return (
    <Drawer opened={opened} onClose={onClose} title={present ? t('editTitle', { name: present.name }) : t('add')} size="md">
      <EnvironmentForm key={present?.id ?? 'new'} present={present} onSaved={onClose} />
    </Drawer>
  )
}

'use client'
import { Drawer } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { SourceForm } from '#features/gamelog/components/source-form.tsx'
import type { Source } from '#features/gamelog/schema.ts'

/** The side panel in which a source is added or changed. */
export function SourcePanel({ opened, onClose, present }: { opened: boolean; onClose: () => void; present: Source | undefined }) {
  const t = useTranslations('gamelog')
  return (
    <Drawer opened={opened} onClose={onClose} title={present ? t('editName', { name: present.name }) : t('add')} size="md">
      <SourceForm key={present?.id ?? 'new'} present={present} onSaved={onClose} />
    </Drawer>
  )
}

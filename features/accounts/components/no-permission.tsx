'use client'
import { IconLock } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { StatePanel } from '#components/feedback/state-panel.tsx'
import type { Permission } from '#core/shared/permissions.ts'
import { useMe } from '#features/accounts/components/me-context.tsx'

/** Stands for a page that this person may not see: what is missing, and who can grant it. */
export function NoPermission({ permission }: { permission: Permission }) {
  const t = useTranslations('accounts.denied')
  const me = useMe()
  return (
    <StatePanel icon={<IconLock size={28} stroke={1.5} />} title={t('title')}>
      {t('text', { role: t(`roles.${me.role}`), permission })}
    </StatePanel>
  )
}

'use client'
import { ActionIcon } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'

const nothing = {}
const load = async () => (await import('#features/accounts/components/user-menu-list.tsx')).UserMenuList

/** Who I am, language, theme, and the way out. */
export function UserMenu() {
  const t = useTranslations('accounts.menu')
  const me = useMe()
  const target = (
    <ActionIcon size={30} aria-label={t('open', { name: me.name })}>
      <IconUserCircle size={20} stroke={1.6} />
    </ActionIcon>
  )
  return <LazyPopup kind="menu" load={load} own={nothing} target={target} />
}

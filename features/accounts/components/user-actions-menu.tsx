'use client'
import { Menu } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { PopupProps } from '#components/feedback/lazy-popup.tsx'
import type { Person } from '#features/accounts/people/schema.ts'

export type Act = 'disable' | 'enable' | 'endSessions' | 'resetSecondFactor'
export type UserDialog = 'role' | 'link' | 'reset'

type Props = PopupProps & { person: Person; onAsk: (act: Act) => void; onOpen: (dialog: UserDialog) => void }

/** What can be done with one person, as far as it would change something. */
export function UserActionsMenu({ target, opened, onChange, person, onAsk, onOpen }: Props) {
  const t = useTranslations('accounts.users')
  return (
    <Menu position="bottom-end" width={220} opened={opened} onChange={onChange}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOpen('role')}>{t('acts.role')}</Menu.Item>
        {person.state === 'invited' && <Menu.Item onClick={() => onOpen('link')}>{t('acts.link')}</Menu.Item>}
        {person.sessions > 0 && <Menu.Item onClick={() => onAsk('endSessions')}>{t('acts.endSessions')}</Menu.Item>}
        {person.state === 'active' && <Menu.Item onClick={() => onOpen('reset')}>{t('acts.resetPassword')}</Menu.Item>}
        {person.secondFactor && <Menu.Item onClick={() => onAsk('resetSecondFactor')}>{t('acts.resetSecondFactor')}</Menu.Item>}
        <Menu.Divider />
        {person.state === 'disabled' ? (
          <Menu.Item onClick={() => onAsk('enable')}>{t('acts.enable')}</Menu.Item>
        ) : (
          <Menu.Item color="red" onClick={() => onAsk('disable')}>
            {t('acts.disable')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

'use client'
import { ActionIcon, Menu, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { InviteDialog } from '#features/accounts/components/invite-dialog.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import { ResetDialog } from '#features/accounts/components/reset-dialog.tsx'
import { RoleDialog } from '#features/accounts/components/role-dialog.tsx'
import type { Person } from '#features/accounts/people/schema.ts'
import { changeUser, endUserSessions, resetSecondFactor, usersKey } from '#features/accounts/queries.ts'

type Act = 'disable' | 'enable' | 'endSessions' | 'resetSecondFactor'

const acts: Record<Act, (id: string) => Promise<unknown>> = {
  disable: (id) => changeUser(id, { disabled: true }),
  enable: (id) => changeUser(id, { disabled: false }),
  endSessions: endUserSessions,
  resetSecondFactor,
}

/** Asks first and says what follows; a refusal stays on the screen as a notice. */
function useAct(person: Person) {
  const t = useTranslations('accounts.users')
  const client = useQueryClient()
  const problem = useProblemText()
  const act = useMutation({
    mutationFn: (name: Act) => acts[name](person.id),
    onError: (error) => notifications.show({ color: 'red', autoClose: false, title: problem(error).title, message: problem(error).detail }),
    onSuccess: (_, name) => notifications.show({ message: t(`done.${name}`, { name: person.name }) }),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
  })
  const ask = (name: Act) =>
    modals.openConfirmModal({
      title: t(`ask.${name}.title`, { name: person.name }),
      children: <Text size="sm">{t(`ask.${name}.text`)}</Text>,
      labels: { confirm: t(`acts.${name}`), cancel: t('cancel') },
      confirmProps: name === 'enable' ? {} : { color: 'red' },
      onConfirm: () => act.mutate(name),
    })
  return { ask, pending: act.isPending }
}

/** What can be done with one person; nothing with oneself. */
export function UserActions({ person }: { person: Person }) {
  const t = useTranslations('accounts.users')
  const me = useMe()
  const { ask, pending } = useAct(person)
  const [dialog, setDialog] = useState<'role' | 'link' | 'reset' | null>(null)
  if (person.id === me.id)
    return (
      <Text size="xs" c="dimmed">
        {t('yourself')}
      </Text>
    )
  const close = () => setDialog(null)
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon size={28} loading={pending} aria-label={t('actsOf', { name: person.name })}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setDialog('role')}>{t('acts.role')}</Menu.Item>
          {person.state === 'invited' && <Menu.Item onClick={() => setDialog('link')}>{t('acts.link')}</Menu.Item>}
          {person.sessions > 0 && <Menu.Item onClick={() => ask('endSessions')}>{t('acts.endSessions')}</Menu.Item>}
          {person.state === 'active' && <Menu.Item onClick={() => setDialog('reset')}>{t('acts.resetPassword')}</Menu.Item>}
          {person.secondFactor && <Menu.Item onClick={() => ask('resetSecondFactor')}>{t('acts.resetSecondFactor')}</Menu.Item>}
          <Menu.Divider />
          {person.state === 'disabled' ? (
            <Menu.Item onClick={() => ask('enable')}>{t('acts.enable')}</Menu.Item>
          ) : (
            <Menu.Item color="red" onClick={() => ask('disable')}>
              {t('acts.disable')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <RoleDialog person={person} opened={dialog === 'role'} onClose={close} />
      <ResetDialog person={person} opened={dialog === 'reset'} onClose={close} />
      <InviteDialog opened={dialog === 'link'} onClose={close} known={person} />
    </>
  )
}

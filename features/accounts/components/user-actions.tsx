'use client'
import { ActionIcon, Text } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { LazyPopup } from '#components/feedback/lazy-popup.tsx'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { useMe } from '#features/accounts/components/me-context.tsx'
import type { Act, UserDialog } from '#features/accounts/components/user-actions-menu.tsx'
import type { Person } from '#features/accounts/people/schema.ts'
import { changeUser, endUserSessions, resetSecondFactor, usersKey } from '#features/accounts/queries.ts'

const InviteDialog = lazy(async () => ({ default: (await import('#features/accounts/components/invite-dialog.tsx')).InviteDialog }))
const ResetDialog = lazy(async () => ({ default: (await import('#features/accounts/components/reset-dialog.tsx')).ResetDialog }))
const RoleDialog = lazy(async () => ({ default: (await import('#features/accounts/components/role-dialog.tsx')).RoleDialog }))

const loadMenu = async () => (await import('#features/accounts/components/user-actions-menu.tsx')).UserActionsMenu

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
    onError: (error) => notify({ color: 'red', autoClose: false, title: problem(error).title, message: problem(error).detail }),
    onSuccess: (_, name) => notify({ message: t(`done.${name}`, { name: person.name }) }),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
  })
  const ask = (name: Act) =>
    askFirst({
      title: t(`ask.${name}.title`, { name: person.name }),
      text: t(`ask.${name}.text`),
      confirm: t(`acts.${name}`),
      cancel: t('cancel'),
      harmless: name === 'enable',
      onConfirm: () => act.mutate(name),
    })
  return { ask, pending: act.isPending }
}

/** What can be done with one person; nothing with oneself. */
export function UserActions({ person }: { person: Person }) {
  const t = useTranslations('accounts.users')
  const me = useMe()
  const { ask, pending } = useAct(person)
  const [dialog, setDialog] = useState<UserDialog | null>(null)
  if (person.id === me.id)
    return (
      <Text size="xs" c="dimmed">
        {t('yourself')}
      </Text>
    )
  const close = () => setDialog(null)
  return (
    <>
      <LazyPopup
        kind="menu"
        load={loadMenu}
        own={{ person, onAsk: ask, onOpen: setDialog }}
        target={
          <ActionIcon size={28} loading={pending} aria-label={t('actsOf', { name: person.name })}>
            <IconDots size={16} stroke={1.6} />
          </ActionIcon>
        }
      />
      <WhenOpened opened={dialog === 'role'}>{(opened) => <RoleDialog person={person} opened={opened} onClose={close} />}</WhenOpened>
      <WhenOpened opened={dialog === 'reset'}>{(opened) => <ResetDialog person={person} opened={opened} onClose={close} />}</WhenOpened>
      <WhenOpened opened={dialog === 'link'}>{(opened) => <InviteDialog opened={opened} onClose={close} known={person} />}</WhenOpened>
    </>
  )
}

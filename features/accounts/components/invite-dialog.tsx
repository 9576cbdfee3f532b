'use client'
import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { type Role, roles } from '#core/shared/permissions.ts'
import { LinkShown } from '#features/accounts/components/link-shown.tsx'
import type { InvitationRequest, Person } from '#features/accounts/people/schema.ts'
import { inviteUser, usersKey } from '#features/accounts/queries.ts'

type Props = { opened: boolean; onClose: () => void /** Somebody who was invited before: a new link in place of the old one. */; known?: Person }

/** Invites a person and shows the link once. */
export function InviteDialog({ opened, onClose, known }: Props) {
  const t = useTranslations('accounts.users')
  const client = useQueryClient()
  const invite = useMutation({ mutationFn: inviteUser, onSuccess: () => client.invalidateQueries({ queryKey: usersKey }) })
  const close = () => {
    onClose()
    invite.reset()
  }
  return (
    <Modal opened={opened} onClose={close} title={t(known ? 'acts.link' : 'invite')} size="md" closeOnClickOutside={!invite.data}>
      {invite.data ? (
        <LinkShown made={invite.data} label={t('link')} onClose={close} />
      ) : (
        <InviteForm known={known} onSubmit={(request) => invite.mutate(request)} pending={invite.isPending} error={invite.error} />
      )}
    </Modal>
  )
}

type FormProps = { known: Person | undefined; onSubmit: (request: InvitationRequest) => void; pending: boolean; error: Error | null }

function InviteForm({ known, onSubmit, pending, error }: FormProps) {
  const t = useTranslations('accounts.users')
  const names = useTranslations('accounts.denied.roles')
  const [role, setRole] = useState<Role>(known?.role ?? 'viewer')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit({ email: known?.email ?? String(new FormData(event.currentTarget).get('email')).trim(), role })
  }
  return (
    <form onSubmit={submit} aria-label={t('invite')}>
      <Stack gap="md">
        <TextInput
          name="email"
          type="email"
          label={t('columns.email')}
          required
          withAsterisk={false}
          maxLength={191}
          defaultValue={known?.email}
          readOnly={known !== undefined}
          data-autofocus
        />
        <Select
          label={t('columns.role')}
          description={t('roleHelp')}
          value={role}
          allowDeselect={false}
          data={roles.map((value) => ({ value, label: names(value) }))}
          onChange={(value) => setRole(roles.find((name) => name === value) ?? role)}
        />
        {error && <ProblemNote error={error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={pending}>
            {t('makeLink')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

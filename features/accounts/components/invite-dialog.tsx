'use client'
import { Button, CopyButton, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { When } from '#components/format/when.tsx'
import { type Role, roles } from '#core/shared/permissions.ts'
import type { Invitation, InvitationRequest, Person } from '#features/accounts/people/schema.ts'
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
        <LinkShown invitation={invite.data} onClose={close} />
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

function LinkShown({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const t = useTranslations('accounts.users')
  return (
    <Stack gap="md">
      <Note tone="amber" title={t('linkTitle', { email: invitation.user.email })} role="status">
        {t('linkText')} <When at={invitation.expiresAt} />
      </Note>
      <TextInput readOnly value={invitation.link} label={t('link')} ff="monospace" onFocus={(event) => event.currentTarget.select()} />
      <Group justify="flex-end">
        <CopyButton value={invitation.link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('close')}</Button>
      </Group>
    </Stack>
  )
}

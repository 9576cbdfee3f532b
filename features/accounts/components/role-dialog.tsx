'use client'
import { Modal, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { type Role, roles } from '#core/shared/permissions.ts'
import type { Person } from '#features/accounts/people/schema.ts'
import { changeUser, usersKey } from '#features/accounts/queries.ts'

/** Another role for a person. */
export function RoleDialog({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const t = useTranslations('accounts.users')
  const names = useTranslations('accounts.denied.roles')
  const client = useQueryClient()
  const [role, setRole] = useState<Role>(person.role)
  const change = useMutation({
    mutationFn: () => changeUser(person.id, { role }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: usersKey })
      onClose()
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title={t('roleTitle', { name: person.name })} size="sm">
      <Stack gap="md">
        <Text size="sm">{t('roleText')}</Text>
        <Select
          label={t('columns.role')}
          value={role}
          allowDeselect={false}
          data={roles.map((value) => ({ value, label: names(value) }))}
          onChange={(value) => setRole(roles.find((name) => name === value) ?? person.role)}
        />
        {change.isError && <ProblemNote error={change.error} />}
        <ActFoot
          cancel={t('cancel')}
          onCancel={onClose}
          act={t('acts.role')}
          onAct={() => change.mutate()}
          isPending={change.isPending}
          disabled={role === person.role}
        />
      </Stack>
    </Modal>
  )
}

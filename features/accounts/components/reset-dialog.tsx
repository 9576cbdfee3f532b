'use client'
import { List, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { LinkShown } from '#features/accounts/components/link-shown.tsx'
import type { Person } from '#features/accounts/people/schema.ts'
import { resetPassword, usersKey } from '#features/accounts/queries.ts'

/** A link for a person who forgot the password: says what follows, then shows it once. */
export function ResetDialog({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const t = useTranslations('accounts.users')
  const client = useQueryClient()
  const reset = useMutation({ mutationFn: () => resetPassword(person.id), onSuccess: () => client.invalidateQueries({ queryKey: usersKey }) })
  const close = () => {
    onClose()
    reset.reset()
  }
  return (
    <Modal opened={opened} onClose={close} title={t('resetTitle', { name: person.name })} size="md" closeOnClickOutside={!reset.data}>
      {reset.data ? (
        <LinkShown made={reset.data} label={t('resetLink')} onClose={close} />
      ) : (
        <Stack gap="md">
          <Text size="sm">{t('resetText')}</Text>
          <List size="sm" spacing={4}>
            <List.Item>{t('resetNow')}</List.Item>
            <List.Item>{t('resetThen')}</List.Item>
            {person.secondFactor && <List.Item>{t('resetFactor')}</List.Item>}
          </List>
          {reset.isError && <ProblemNote error={reset.error} />}
          <ActFoot cancel={t('cancel')} onCancel={close} act={t('resetMake')} onAct={() => reset.mutate()} isRed isPending={reset.isPending} />
        </Stack>
      )}
    </Modal>
  )
}

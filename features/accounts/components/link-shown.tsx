'use client'
import { Button, CopyButton, Group, Stack, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { When } from '#components/format/when.tsx'
import type { Invitation } from '#features/accounts/people/schema.ts'

/** A link that works once, this once. */
export function LinkShown({ made, label, onClose }: { made: Invitation; label: string; onClose: () => void }) {
  const t = useTranslations('accounts.users')
  return (
    <Stack gap="md">
      <Note tone="amber" title={t('linkTitle', { email: made.user.email })} role="status">
        {t('linkText')} <When at={made.expiresAt} />
      </Note>
      <TextInput readOnly value={made.link} label={label} ff="monospace" onFocus={(event) => event.currentTarget.select()} />
      <Group justify="flex-end">
        <CopyButton value={made.link}>
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

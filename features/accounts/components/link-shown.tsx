'use client'
import { Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CopyFoot } from '#components/feedback/dialog-foot.tsx'
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
      <CopyFoot value={made.link} copy={t('copy')} copied={t('copied')} done={t('close')} onDone={onClose} />
    </Stack>
  )
}

'use client'
import { Modal, Stack, TextInput } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { CopyFoot } from '#components/feedback/dialog-foot.tsx'
import { Note } from '#components/feedback/note.tsx'
import type { HookMade } from '#features/notices/schema.ts'

/** The secret of a new hook, or a new one of a hook, this once. */
export function SecretShown({ made, onClose }: { made: HookMade | undefined; onClose: () => void }) {
  const t = useTranslations('notices.secret')
  return (
    <Modal opened={made !== undefined} onClose={onClose} title={t('title', { name: made?.name ?? '' })} size="md" closeOnClickOutside={false}>
      <Stack gap="md">
        <Note tone="amber" title={t('once')}>
          {t('text')}
        </Note>
        <TextInput
          readOnly
          value={made?.secret ?? ''}
          aria-label={t('label')}
          ff="monospace"
          onFocus={(event) => event.currentTarget.select()}
          data-autofocus
        />
        <CopyFoot value={made?.secret ?? ''} copy={t('copy')} copied={t('copied')} done={t('done')} onDone={onClose} />
      </Stack>
    </Modal>
  )
}

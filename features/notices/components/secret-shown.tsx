'use client'
import { Button, CopyButton, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import type { HookMade } from '#features/notices/schema.ts'

/** The secret of a new hook, this once. */
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
        <Group justify="flex-end">
          <CopyButton value={made?.secret ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} leftSection={copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}>
                {t(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('done')}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

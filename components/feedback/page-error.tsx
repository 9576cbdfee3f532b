'use client'
import { Button, Group } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'

/** A page that broke: what happened, a code to quote, and a way to try again. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = useTranslations('feedback')
  return (
    <Note tone="red" role="alert" title={t('unexpected.title')}>
      <p>{t('unexpected.detail')}</p>
      <Group gap="md">
        <Button variant="default" size="xs" onClick={reset}>
          {t('retry')}
        </Button>
        <span>{t('quote', { code: error.digest ?? 'page' })}</span>
      </Group>
    </Note>
  )
}

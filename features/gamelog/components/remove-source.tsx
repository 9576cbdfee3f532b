'use client'
import { Button, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { askFirst } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useRemoval } from '#components/records/use-removal.ts'
import { removeSource, sourcesKey } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** Takes a log source out of use after one question. */
export function RemoveSource({ source: { id, name }, onGone }: { source: Source; onGone: () => void }) {
  const t = useTranslations('gamelog')
  const words = useTranslations('records')
  const removal = useRemoval({ remove: () => removeSource(id), said: t('removed', { name }), list: sourcesKey, onGone })
  const ask = () =>
    askFirst({
      title: t('removeTitle', { name }),
      children: <Text size="sm">{t('removeText')}</Text>,
      labels: { confirm: t('removeConfirm'), cancel: words('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => removal.mutate(),
    })
  return (
    <>
      <Button variant="default" size="xs" loading={removal.isPending} onClick={ask} aria-label={words('removeName', { name })}>
        {words('remove')}
      </Button>
      {removal.isError && <ProblemNote error={removal.error} />}
    </>
  )
}

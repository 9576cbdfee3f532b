'use client'
import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { removeSource, sourcesKey } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** Takes a log source out of use after one question. */
export function RemoveSource({ source: { id, name } }: { source: Source }) {
  const t = useTranslations('gamelog')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeSource(id),
    onSuccess: async () => {
      notify({ message: t('removed', { name }) })
      await client.invalidateQueries({ queryKey: sourcesKey })
    },
  })
  const ask = () =>
    askFirst({
      title: t('removeTitle', { name }),
      children: <Text size="sm">{t('removeText')}</Text>,
      labels: { confirm: t('removeConfirm'), cancel: t('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(),
    })
  return (
    <>
      <Button variant="default" size="xs" loading={remove.isPending} onClick={ask} aria-label={t('removeName', { name })}>
        {t('remove')}
      </Button>
      {remove.isError && <ProblemNote error={remove.error} />}
    </>
  )
}

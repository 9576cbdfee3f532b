'use client'
import { Button, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { environmentsKey, removeEnvironment } from '#features/environments/queries.ts'
import type { Environment } from '#features/environments/schema.ts'

const TypedConfirmation = lazy(async () => ({ default: (await import('#components/feedback/typed-confirmation.tsx')).TypedConfirmation }))

/** Takes an environment away: one question for a test environment, the typed name for a production one. */
export function RemoveEnvironment({ environment: { id, name, kind } }: { environment: Environment }) {
  const t = useTranslations('environments')
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: (confirm: string) => removeEnvironment(id, confirm),
    onSuccess: async () => {
      setAsking(false)
      notify({ message: t('removed', { name }) })
      await client.invalidateQueries({ queryKey: environmentsKey })
    },
  })
  const ask = () =>
    askFirst({
      title: t('removeTitle', { name }),
      children: <Text size="sm">{t('removeText')}</Text>,
      labels: { confirm: t('removeConfirm'), cancel: t('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(''),
    })
  const production = kind === 'production'
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={remove.isPending && !asking}
        onClick={production ? () => setAsking(true) : ask}
        aria-label={t('removeName', { name })}
      >
        {t('remove')}
      </Button>
      {remove.isError && !production && <ProblemNote error={remove.error} />}
      <WhenOpened opened={asking}>
        {(opened) => (
          <TypedConfirmation
            opened={opened}
            onClose={() => setAsking(false)}
            title={t('removeTitle', { name })}
            name={name}
            confirm={t('removeConfirm')}
            onConfirm={(typed) => remove.mutate(typed)}
            pending={remove.isPending}
            error={remove.error}
          >
            {t('removeText')}
          </TypedConfirmation>
        )}
      </WhenOpened>
    </>
  )
}

'use client'
import { Button, Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { askFirst } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { useRemoval } from '#components/records/use-removal.ts'
import { environmentsKey, removeEnvironment } from '#features/environments/queries.ts'
import type { Environment } from '#features/environments/schema.ts'

const TypedConfirmation = lazy(async () => ({ default: (await import('#components/feedback/typed-confirmation.tsx')).TypedConfirmation }))

/** Takes an environment away: one question for a test environment, the typed name for a production one. */
export function RemoveEnvironment({ environment: { id, name, kind }, onGone }: { environment: Environment; onGone: () => void }) {
  const t = useTranslations('environments')
  const words = useTranslations('records')
  const [asking, setAsking] = useState(false)
  const close = () => {
    setAsking(false)
    onGone()
  }
  const removal = useRemoval({
    remove: (confirm: string) => removeEnvironment(id, confirm),
    said: t('removed', { name }),
    list: environmentsKey,
    onGone: close,
  })
  const ask = () =>
    askFirst({
      title: t('removeTitle', { name }),
      children: <Text size="sm">{t('removeText')}</Text>,
      labels: { confirm: t('removeConfirm'), cancel: words('keep') },
      confirmProps: { color: 'red' },
      onConfirm: () => removal.mutate(''),
    })
  const production = kind === 'production'
  return (
    <>
      <Button
        variant="default"
        size="xs"
        loading={removal.isPending && !asking}
        onClick={production ? () => setAsking(true) : ask}
        aria-label={words('removeName', { name })}
      >
        {words('remove')}
      </Button>
      {removal.isError && !production && <ProblemNote error={removal.error} />}
      <WhenOpened opened={asking}>
        {(opened) => (
          <TypedConfirmation
            opened={opened}
            onClose={() => setAsking(false)}
            title={t('removeTitle', { name })}
            name={name}
            confirm={t('removeConfirm')}
            onConfirm={removal.mutate}
            pending={removal.isPending}
            error={removal.error}
          >
            {t('removeText')}
          </TypedConfirmation>
        )}
      </WhenOpened>
    </>
  )
}

'use client'
import { useTranslations } from 'next-intl'
import { lazy, useState } from 'react'
import { WhenOpened } from '#components/feedback/when-opened.tsx'
import { useRecordTest } from '#components/records/use-record-test.ts'
import { useRemoval } from '#components/records/use-removal.ts'
import { useRemovalQuestion } from '#components/records/use-removal-question.ts'
import { environmentsKey, removeEnvironment, testEnvironment } from '#features/environments/queries.ts'
import type { Environment } from '#features/environments/schema.ts'

const TypedConfirmation = lazy(async () => ({ default: (await import('#components/feedback/typed-confirmation.tsx')).TypedConfirmation }))

/** Takes an environment away: one question for a test environment, the typed name for a production one. */
function useEnvironmentRemoval({ id, name, kind }: Environment, onGone?: () => void) {
  const t = useTranslations('environments')
  const [asking, setAsking] = useState(false)
  const production = kind === 'production'
  const close = () => {
    setAsking(false)
    onGone?.()
  }
  const remove = (confirm: string) => removeEnvironment(id, confirm)
  const removal = useRemoval({ remove, said: t('removed', { name }), list: environmentsKey, onGone: close, quiet: production })
  const ask = useRemovalQuestion('environments', name, () => removal.mutate(''))
  const dialog = (
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
  )
  return { ask: production ? () => setAsking(true) : ask, pending: removal.isPending && !asking, dialog }
}

/** What can be done with one environment. `told`: what a test finds is said in a notice. */
export function useEnvironmentActs(environment: Environment, { onGone, told = false }: { onGone?: () => void; told?: boolean }) {
  const { id, name } = environment
  const test = useRecordTest({ name, run: () => testEnvironment(id), list: environmentsKey, told })
  return { test, removal: useEnvironmentRemoval(environment, onGone) }
}

'use client'
import { useTranslations } from 'next-intl'
import { askFirst } from '#components/feedback/overlays.tsx'
import { useRecordTest } from '#components/records/use-record-test.ts'
import { useRemoval } from '#components/records/use-removal.ts'
import { removeSource, sourcesKey, testSource } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** What can be done with one log source; it is taken out of use after one question. `told`: what a test finds is said in a notice. */
export function useSourceActs({ id, name }: Source, { onGone, told = false }: { onGone?: () => void; told?: boolean }) {
  const t = useTranslations('gamelog')
  const words = useTranslations('records')
  const test = useRecordTest({ name, run: () => testSource(id), list: sourcesKey, told })
  const removal = useRemoval({ remove: () => removeSource(id), said: t('removed', { name }), list: sourcesKey, onGone })
  const ask = () =>
    askFirst({
      title: t('removeTitle', { name }),
      text: t('removeText'),
      confirm: t('removeConfirm'),
      cancel: words('keep'),
      onConfirm: () => removal.mutate(),
    })
  return { test, removal: { ask, pending: removal.isPending } }
}

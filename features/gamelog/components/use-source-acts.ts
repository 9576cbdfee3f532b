'use client'
import { useTranslations } from 'next-intl'
import { useRecordTest } from '#components/records/use-record-test.ts'
import { useRemoval } from '#components/records/use-removal.ts'
import { useRemovalQuestion } from '#components/records/use-removal-question.ts'
import { removeSource, sourcesKey, testSource } from '#features/gamelog/queries.ts'
import type { Source } from '#features/gamelog/schema.ts'

/** What can be done with one log source; it is taken out of use after one question. `told`: what a test finds is said in a notice. */
export function useSourceActs({ id, name }: Source, { onGone, told = false }: { onGone?: () => void; told?: boolean }) {
  const t = useTranslations('gamelog')
  const test = useRecordTest({ name, run: () => testSource(id), list: sourcesKey, told })
  const removal = useRemoval({ remove: () => removeSource(id), said: t('removed', { name }), list: sourcesKey, onGone })
  const ask = useRemovalQuestion('gamelog', name, () => removal.mutate())
  return { test, removal: { ask, pending: removal.isPending } }
}

'use client'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { useRemoval } from '#components/records/use-removal.ts'
import { useRemovalQuestion } from '#components/records/use-removal-question.ts'
import { hooksKey, hooksPageKey, removeHook, testHook } from '#features/notices/queries.ts'
import type { Hook } from '#features/notices/schema.ts'

/** What can be done with one web hook. `told`: that a test is on its way is said in a notice. */
export function useHookActs({ id, name, active }: Hook, { onGone, told = false }: { onGone?: () => void; told?: boolean }) {
  const t = useTranslations('notices')
  const client = useQueryClient()
  const problem = useProblemText()
  const test = useMutation({
    mutationFn: () => testHook(id),
    onError: (error) => notify({ color: 'red', title: problem(error).title, message: problem(error).detail }),
    onSuccess: () => told && notify({ message: t('testSent', { name }) }),
    onSettled: () => client.invalidateQueries({ queryKey: hooksKey }),
  })
  const removal = useRemoval({ remove: () => removeHook(id), said: t('removed', { name }), list: hooksPageKey, onGone })
  const ask = useRemovalQuestion('notices', name, () => removal.mutate())
  const testAs = { label: t('sendTest'), named: t('sendTestName', { name }), icon: <IconSend size={15} aria-hidden />, disabled: !active }
  return { test, testAs, removal: { ask, pending: removal.isPending } }
}

'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { askFirst, notify } from '#components/feedback/overlays.tsx'
import { useProblemText } from '#components/feedback/problem-note.tsx'
import { hooksKey, renewSecret } from '#features/notices/queries.ts'
import type { Hook } from '#features/notices/schema.ts'

/** Asks, then makes another secret; `made` holds it until `close`. */
export function useSecretRenewal({ id, name, oldSecretUntil }: Hook) {
  const t = useTranslations('notices.renew')
  const client = useQueryClient()
  const problem = useProblemText()
  const renewal = useMutation({
    mutationFn: () => renewSecret(id),
    onError: (error) => notify({ color: 'red', autoClose: false, title: problem(error).title, message: problem(error).detail }),
    onSuccess: () => void client.invalidateQueries({ queryKey: hooksKey }),
  })
  const ask = () =>
    askFirst({
      title: t('title', { name }),
      text: oldSecretUntil === null ? t('text') : `${t('text')} ${t('again')}`,
      confirm: t('confirm'),
      cancel: t('keep'),
      harmless: true,
      onConfirm: () => renewal.mutate(),
    })
  return { ask, pending: renewal.isPending, made: renewal.data, close: renewal.reset }
}

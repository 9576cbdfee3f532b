'use client'
import { useTranslations } from 'next-intl'
import { askFirst } from '#components/feedback/overlays.tsx'

/** Asks before a record is taken away, in the words that its capability has for that: `removeTitle`, `removeText`, `removeConfirm`. */
export function useRemovalQuestion(capability: string, name: string, onConfirm: () => void): () => void {
  const t = useTranslations(capability)
  const words = useTranslations('records')
  return () => askFirst({ title: t('removeTitle', { name }), text: t('removeText'), confirm: t('removeConfirm'), cancel: words('keep'), onConfirm })
}

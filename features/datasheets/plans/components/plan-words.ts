'use client'
import { useTranslations } from 'next-intl'
import type { Plan } from '#features/datasheets/plans/schema.ts'

/** What a comparison is called: its first file, and how many more. */
export function usePlanTitle(): (plan: Pick<Plan, 'files'>) => string {
  const t = useTranslations('datasheets.plans')
  return ({ files }) => {
    const [first] = files
    if (!first) return t('noFiles')
    return files.length === 1 ? first.name : t('titleMore', { name: first.name, more: files.length - 1 })
  }
}

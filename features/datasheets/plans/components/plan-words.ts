'use client'
import { useTranslations } from 'next-intl'
import type { Plan } from '#features/datasheets/plans/schema.ts'

type Named = Pick<Plan, 'files' | 'origin' | 'undoOf' | 'source' | 'base' | 'environment'>

/** What a plan is called: what it takes back, the two environments, or its first file and how many more. */
export function usePlanTitle(): (plan: Named) => string {
  const t = useTranslations('datasheets.plans')
  return ({ files, undoOf, source, base, environment }) => {
    if (undoOf !== null) return t('undoTitle', { id: undoOf })
    if (source !== null) return t('compareTitle', { from: source.name, to: environment.name })
    const [first] = files
    if (!first) return base === null ? t('noFiles') : t('derivedTitle', { id: base })
    return files.length === 1 ? first.name : t('titleMore', { name: first.name, more: files.length - 1 })
  }
}

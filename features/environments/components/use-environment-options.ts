'use client'
import { useTranslations } from 'next-intl'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

/** The environments for a list to choose from, each with its kind before its name. */
export function useEnvironmentOptions(): { value: string; label: string }[] {
  const t = useTranslations('shell.environment.kinds')
  const { environments } = useEnvironment()
  return environments.map(({ id, name, kind }) => ({ value: id, label: `${t(kind)} · ${name}` }))
}

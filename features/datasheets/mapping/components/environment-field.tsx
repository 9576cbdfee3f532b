'use client'
import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEnvironment } from '#features/environments/components/environment-context.tsx'

/** Which environment's mapping; a choice for this page alone, so the band of the console stays. */
export function EnvironmentField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useTranslations('datasheets.mapping')
  const kinds = useTranslations('shell.environment.kinds')
  const { environments } = useEnvironment()
  return (
    <NativeSelect
      aria-label={t('environment')}
      value={value}
      data={environments.map(({ id, name, kind }) => ({ value: id, label: `${kinds(kind)} · ${name}` }))}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

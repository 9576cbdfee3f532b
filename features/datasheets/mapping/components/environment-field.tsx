'use client'
import { NativeSelect } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { useEnvironmentOptions } from '#features/environments/components/use-environment-options.ts'

/** Which environment's mapping; a choice for this page alone, so the band of the console stays. */
export function EnvironmentField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const t = useTranslations('datasheets.mapping')
  const options = useEnvironmentOptions()
  return <NativeSelect aria-label={t('environment')} value={value} data={options} onChange={(event) => onChange(event.currentTarget.value)} />
}

'use client'
import { NumberInput, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { AnalysisFormApi } from '#features/retention/components/form-api.ts'
import { IdentityField } from '#features/retention/components/identity-field.tsx'
import { MetricsField } from '#features/retention/components/metrics-field.tsx'

const whole = { min: 1, allowDecimal: false, allowNegative: false } as const
const minutes = { min: 0, max: 1_440, decimalScale: 2, allowNegative: false } as const

/** What seldom differs from one analysis to the next. */
export function MoreFields({ form, id }: { form: AnalysisFormApi; id: (name: string) => string }) {
  const t = useTranslations('retention.form')
  const input = form.getInputProps
  return (
    <Stack gap="md">
      <IdentityField form={form} id={id} />
      <NumberInput
        id={id('lookbackDays')}
        label={t('lookback')}
        description={t('lookbackHelp')}
        suffix={t('days')}
        {...whole}
        max={3650}
        {...input('lookbackDays')}
      />
      <NumberInput id={id('gapMinutes')} label={t('gap')} description={t('gapHelp')} suffix={t('minutes')} {...minutes} {...input('gapMinutes')} />
      <NumberInput id={id('capMinutes')} label={t('cap')} description={t('capHelp')} suffix={t('minutes')} {...minutes} {...input('capMinutes')} />
      <MetricsField form={form} id={id} />
      <NumberInput
        id={id('sample')}
        label={t('sample')}
        description={t('sampleHelp')}
        suffix={t('players')}
        thousandSeparator=","
        {...whole}
        max={10_000_000}
        {...input('sample')}
      />
    </Stack>
  )
}

'use client'
import { Radio, Stack } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { identities } from '#core/retention/identity.ts'
import type { AnalysisFormApi } from '#features/retention/components/form-api.ts'

/** What makes one player. */
export function IdentityField({ form, id }: { form: AnalysisFormApi; id: (name: string) => string }) {
  const t = useTranslations('retention.form')
  return (
    <Radio.Group label={t('identity')} description={t('identityHelp')} {...form.getInputProps('identity')}>
      <Stack gap={8} mt={8}>
        {identities.map((one, at) => (
          <Radio
            key={one}
            id={at === 0 ? id('identity') : undefined}
            value={one}
            size="sm"
            label={t(`identities.${one}.label`)}
            description={t(`identities.${one}.help`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}

'use client'
import { Text } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { PasswordForm } from '#features/accounts/components/password-form.tsx'
import { changePassword } from '#features/accounts/queries.ts'

/** Replaces the password that is in use, a one-time one among them, and goes to the beginning. */
export function OwnPasswordForm() {
  const t = useTranslations('accounts.firstPassword')
  return (
    <PasswordForm
      title={t('title')}
      words={{ next: t('next'), again: t('again'), submit: t('submit') }}
      first={{ kind: 'current', label: t('current'), missing: t('currentMissing') }}
      save={({ first, next }) => changePassword({ current: first, next })}
      after="/"
    >
      <Text size="xs" c="dimmed">
        {t('others')}
      </Text>
    </PasswordForm>
  )
}

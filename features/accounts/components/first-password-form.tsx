'use client'
import { Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ApiProblem } from '#components/api/problem.ts'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { changePassword } from '#features/accounts/queries.ts'

export const shortestPassword = 15

/** Replaces the password that is in use, a one-time one among them, and goes to the beginning. */
export function FirstPasswordForm() {
  const t = useTranslations('accounts.firstPassword')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { current: '', next: '', again: '' },
    validateInputOnBlur: true,
    validate: {
      current: (value) => (value ? null : t('currentMissing')),
      next: (value) => (value.length >= shortestPassword ? null : t('tooShort', { length: value.length, shortest: shortestPassword })),
      again: (value, all) => (value === all.next ? null : t('different')),
    },
  })
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: () => window.location.assign('/'),
    onError: (error) => {
      if (error instanceof ApiProblem) for (const field of error.errors) form.setFieldError(field.path, field.detail)
    },
  })
  const show = { 'aria-label': t('show') }
  return (
    <form onSubmit={form.onSubmit(({ current, next }) => change.mutate({ current, next }))} noValidate aria-label={t('title')}>
      <Stack gap="md">
        <PasswordInput
          label={t('current')}
          autoComplete="current-password"
          visibilityToggleButtonProps={show}
          key={form.key('current')}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('next')}
          description={t('rule', { shortest: shortestPassword })}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          key={form.key('next')}
          {...form.getInputProps('next')}
        />
        <PasswordInput
          label={t('again')}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          key={form.key('again')}
          {...form.getInputProps('again')}
        />
        {change.isError && <ProblemNote error={change.error} />}
        <Button type="submit" loading={change.isPending || change.isSuccess} fullWidth>
          {t('submit')}
        </Button>
        <Text size="xs" c="dimmed">
          {t('others')}
        </Text>
      </Stack>
    </form>
  )
}

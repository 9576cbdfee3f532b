'use client'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { shortestPassword } from '#features/accounts/components/first-password-form.tsx'
import { acceptInvitation } from '#features/accounts/queries.ts'

/** The secret of the link stands behind `#`, where only the browser sees it. */
function useLinkToken(): string | null {
  const [token, setToken] = useState<string | null>(null)
  useEffect(() => setToken(window.location.hash.slice(1)), [])
  return token
}

/** Name and password of an invited person. */
export function InvitationForm() {
  const t = useTranslations('accounts.invitation')
  const words = useTranslations('accounts.firstPassword')
  const token = useLinkToken()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '', again: '' },
    validateInputOnBlur: true,
    validate: {
      name: (value) => (value.trim() ? null : t('nameMissing')),
      password: (value) => (value.length >= shortestPassword ? null : words('tooShort', { length: value.length, shortest: shortestPassword })),
      again: (value, all) => (value === all.password ? null : words('different')),
    },
  })
  const accept = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: () => window.location.assign('/sign-in'),
    onError: (error) => {
      if (error instanceof ApiProblem) for (const field of error.errors) form.setFieldError(field.path, field.detail)
    },
  })
  if (token === '')
    return (
      <Note tone="red" title={t('noToken')} role="alert">
        {t('noTokenText')}
      </Note>
    )
  const show = { 'aria-label': words('show') }
  const submit = ({ name, password }: { name: string; password: string }) => accept.mutate({ token: token ?? '', name: name.trim(), password })
  return (
    <form onSubmit={form.onSubmit(submit)} noValidate aria-label={t('title')}>
      <Stack gap="md">
        <TextInput label={t('name')} autoComplete="name" maxLength={100} key={form.key('name')} {...form.getInputProps('name')} />
        <PasswordInput
          label={t('password')}
          description={words('rule', { shortest: shortestPassword })}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <PasswordInput
          label={t('again')}
          autoComplete="new-password"
          visibilityToggleButtonProps={show}
          key={form.key('again')}
          {...form.getInputProps('again')}
        />
        {accept.isError && <ProblemNote error={accept.error} />}
        <Button type="submit" loading={accept.isPending || accept.isSuccess} disabled={token === null} fullWidth>
          {t('submit')}
        </Button>
      </Stack>
    </form>
  )
}

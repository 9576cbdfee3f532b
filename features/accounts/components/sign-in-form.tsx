'use client'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { signIn } from '#features/accounts/queries.ts'

/** `next` is a path of this console. The page is loaded anew so that nothing of another person stays in memory. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('accounts.signIn')
  const password = useRef<HTMLInputElement>(null)
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => window.location.assign(me.mustChangePassword ? '/first-password' : next),
    onError: () => password.current?.select(),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    enter.mutate({ email: String(data.get('email')).trim(), password: String(data.get('password')) })
  }
  return (
    <form onSubmit={submit} aria-label={t('title')}>
      <Stack gap="md">
        <TextInput name="email" type="email" label={t('email')} autoComplete="username" required withAsterisk={false} autoFocus maxLength={191} />
        <PasswordInput
          ref={password}
          name="password"
          label={t('password')}
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={128}
          visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        />
        {enter.isError && <ProblemNote error={enter.error} />}
        <Button type="submit" loading={enter.isPending || enter.isSuccess} fullWidth>
          {t('submit')}
        </Button>
      </Stack>
    </form>
  )
}

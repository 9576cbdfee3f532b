'use client'
import { Button, PasswordInput, Stack, TextInput, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { Note } from '#components/feedback/note.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { signIn } from '#features/accounts/queries.ts'
import type { Me } from '#features/accounts/schema.ts'

function firstPage(me: Me, next: string): string {
  if (me.mustChangePassword) return '/first-password'
  return me.mustEnrol ? '/second-factor' : next
}

const asksForCode = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'code_needed'

/** `next` is a path of this console. The page is loaded anew so that nothing of another person stays in memory. */
export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('accounts.signIn')
  const { setColorScheme } = useMantineColorScheme()
  const password = useRef<HTMLInputElement>(null)
  const [second, setSecond] = useState(false)
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: (me) => {
      if (me.preferences.theme) setColorScheme(me.preferences.theme)
      window.location.assign(firstPage(me, next))
    },
    onError: (error) => (asksForCode(error) ? setSecond(true) : password.current?.select()),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const code = String(data.get('code') ?? '').trim()
    enter.mutate({ email: String(data.get('email')).trim(), password: String(data.get('password')), ...(code ? { code } : {}) })
  }
  const back = () => {
    setSecond(false)
    enter.reset()
  }
  return (
    <form onSubmit={submit} aria-label={t('title')}>
      <Stack gap="md">
        <Stack gap="md" display={second ? 'none' : undefined}>
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
        </Stack>
        {second && <CodeStep />}
        {enter.isError && !asksForCode(enter.error) && <ProblemNote error={enter.error} />}
        <Button type="submit" loading={enter.isPending || enter.isSuccess} fullWidth>
          {t('submit')}
        </Button>
        {second && (
          <Button variant="subtle" color="gray" onClick={back}>
            {t('back')}
          </Button>
        )}
      </Stack>
    </form>
  )
}

function CodeStep() {
  const t = useTranslations('accounts.signIn')
  return (
    <>
      <Note tone="blue" title={t('codeTitle')} role="status">
        {t('codeText')}
      </Note>
      <TextInput name="code" label={t('code')} autoComplete="one-time-code" required withAsterisk={false} autoFocus maxLength={40} />
    </>
  )
}

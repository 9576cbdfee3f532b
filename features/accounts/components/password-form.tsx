'use client'
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { ProblemNote } from '#components/feedback/problem-note.tsx'

const shortestPassword = 15

/** `first` is what has to be known besides; it stays empty where nothing is asked. */
type Values = { first: string; next: string; again: string }

type Props = {
  title: string
  words: { next: string; again: string; submit: string }
  first?: { kind: 'current' | 'name'; label: string; missing: string }
  save: (values: Values) => Promise<unknown>
  /** The page after it, loaded anew. */
  after: string
  ready?: boolean
  children?: ReactNode
}

/** The fields as the API calls them. */
const fieldOf = (path: string): keyof Values => (path === 'current' || path === 'name' ? 'first' : 'next')

/** A new password, typed twice: in place of the one in use, with an invitation, or in place of a forgotten one. */
export function PasswordForm({ title, words, first, save, after, ready = true, children }: Props) {
  const t = useTranslations('accounts.firstPassword')
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { first: '', next: '', again: '' },
    validateInputOnBlur: true,
    validate: {
      first: (value) => (!first || value.trim() ? null : first.missing),
      next: (value) => (value.length >= shortestPassword ? null : t('tooShort', { length: value.length, shortest: shortestPassword })),
      again: (value, all) => (value === all.next ? null : t('different')),
    },
  })
  const send = useMutation({
    mutationFn: save,
    onSuccess: () => window.location.assign(after),
    onError: (error) => {
      if (error instanceof ApiProblem) for (const field of error.errors) form.setFieldError(fieldOf(field.path), field.detail)
    },
  })
  const field = (name: keyof Values) => ({ key: form.key(name), ...form.getInputProps(name) })
  const secret = { visibilityToggleButtonProps: { 'aria-label': t('show') }, maxLength: 128 }
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))} noValidate aria-label={title}>
      <Stack gap="md">
        {first?.kind === 'current' && <PasswordInput label={first.label} autoComplete="current-password" {...secret} {...field('first')} />}
        {first?.kind === 'name' && <TextInput label={first.label} autoComplete="name" maxLength={100} {...field('first')} />}
        <PasswordInput label={words.next} description={t('rule', { shortest: shortestPassword })} autoComplete="new-password" {...secret} {...field('next')} />
        <PasswordInput label={words.again} autoComplete="new-password" {...secret} {...field('again')} />
        {send.isError && <ProblemNote error={send.error} />}
        <Button type="submit" loading={send.isPending || send.isSuccess} disabled={!ready} fullWidth>
          {words.submit}
        </Button>
        {children}
      </Stack>
    </form>
  )
}

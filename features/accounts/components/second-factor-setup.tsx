'use client'
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { RecoveryCodes } from '#features/accounts/components/recovery-codes.tsx'
import { beginSecondFactor, confirmSecondFactor } from '#features/accounts/queries.ts'
import type { Enrolment } from '#features/accounts/second-factor/schema.ts'

/** Three steps: make a secret, prove that the app has it, keep the recovery codes. */
export function SecondFactorSetup({ onDone }: { onDone: () => void }) {
  const t = useTranslations('accounts.secondFactor')
  const begin = useMutation({ mutationFn: beginSecondFactor })
  const confirm = useMutation({ mutationFn: confirmSecondFactor })
  if (confirm.data) return <RecoveryCodes codes={confirm.data.codes} onDone={onDone} />
  if (begin.data) return <AppStep enrolment={begin.data} pending={confirm.isPending} error={confirm.error} onCode={(code) => confirm.mutate(code)} />
  return (
    <Stack gap="md" align="flex-start">
      <Text size="sm">{t('what')}</Text>
      {begin.isError && <ProblemNote error={begin.error} />}
      <Button onClick={() => begin.mutate()} loading={begin.isPending}>
        {t('begin')}
      </Button>
    </Stack>
  )
}

type AppStepProps = { enrolment: Enrolment; pending: boolean; error: Error | null; onCode: (code: string) => void }

function AppStep({ enrolment, pending, error, onCode }: AppStepProps) {
  const t = useTranslations('accounts.secondFactor')
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onCode(String(new FormData(event.currentTarget).get('code') ?? ''))
  }
  return (
    <form onSubmit={submit} aria-label={t('title')}>
      <Stack gap="md">
        <Text size="sm">{t('scan')}</Text>
        {/* biome-ignore lint/performance/noImgElement: a data URL that the server drew; there is nothing to optimise */}
        <img src={enrolment.qr} alt={t('qr')} width={200} height={200} style={{ background: '#fff', borderRadius: 8, alignSelf: 'center' }} />
        <TextInput
          readOnly
          label={t('secret')}
          description={t('secretHelp')}
          value={enrolment.secret.match(/.{1,4}/g)?.join(' ') ?? ''}
          ff="monospace"
          onFocus={(event) => event.currentTarget.select()}
        />
        <TextInput name="code" label={t('code')} autoComplete="one-time-code" inputMode="numeric" required withAsterisk={false} maxLength={10} />
        {error && <ProblemNote error={error} />}
        <Button type="submit" loading={pending}>
          {t('confirm')}
        </Button>
      </Stack>
    </form>
  )
}

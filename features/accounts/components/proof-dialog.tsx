'use client'
import { Modal, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { ActFoot } from '#components/feedback/dialog-foot.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { prove } from '#features/accounts/queries.ts'

type Way = 'password' | 'code'

/** Above every other dialog: what asked for the proof may be one. */
const zIndex = 1000

/** Password or code once more before a dangerous act. `onClose` hears whether it was right. */
export function ProofDialog({ onClose }: { onClose: (proved: boolean) => void }) {
  const t = useTranslations('accounts.proof')
  const [way, setWay] = useState<Way>('password')
  const give = useMutation({ mutationFn: prove, onSuccess: () => onClose(true) })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation()
    const typed = String(new FormData(event.currentTarget).get(way) ?? '')
    give.mutate(way === 'password' ? { password: typed } : { code: typed })
  }
  return (
    <Modal opened onClose={() => onClose(false)} title={t('title')} size="sm" zIndex={zIndex}>
      <form onSubmit={submit} aria-label={t('title')}>
        <Stack gap="md">
          <Text size="sm">{t('text')}</Text>
          <SegmentedControl
            size="xs"
            aria-label={t('way')}
            value={way}
            onChange={(value) => setWay(value === 'code' ? 'code' : 'password')}
            data={[
              { value: 'password', label: t('password') },
              { value: 'code', label: t('code') },
            ]}
          />
          {way === 'password' ? (
            <PasswordInput
              name="password"
              label={t('password')}
              autoComplete="current-password"
              required
              withAsterisk={false}
              maxLength={128}
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': t('show') }}
            />
          ) : (
            <TextInput name="code" label={t('code')} autoComplete="one-time-code" required withAsterisk={false} maxLength={40} autoFocus />
          )}
          {give.isError && <ProblemNote error={give.error} />}
          <ActFoot cancel={t('cancel')} onCancel={() => onClose(false)} act={t('submit')} isPending={give.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}

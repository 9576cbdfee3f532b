'use client'
import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { askFirst } from '#components/feedback/overlays.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { Tag } from '#components/feedback/tag.tsx'
import { RecoveryCodes } from '#features/accounts/components/recovery-codes.tsx'
import { SecondFactorSetup } from '#features/accounts/components/second-factor-setup.tsx'
import { removeSecondFactor, renewRecoveryCodes, secondFactorKey, secondFactorQuery } from '#features/accounts/queries.ts'
import type { SecondFactorState } from '#features/accounts/second-factor/schema.ts'

/** Whether there is a second factor, and what can be done about it. */
export function SecondFactorPanel() {
  const t = useTranslations('accounts.secondFactor')
  const client = useQueryClient()
  const [settingUp, setSettingUp] = useState(false)
  const { data, error, refetch } = useQuery(secondFactorQuery)
  const done = () => {
    setSettingUp(false)
    void client.invalidateQueries({ queryKey: secondFactorKey })
  }
  const state = data && <Tag tone={data.enabled ? 'green' : 'grey'}>{t(data.enabled ? 'on' : 'off')}</Tag>
  return (
    <Panel title={t('title')} action={state}>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={60} />
        </Late>
      )}
      {data && !data.enabled && (
        <Stack gap="md" align="flex-start">
          <Text size="sm">{t('what')}</Text>
          <Button onClick={() => setSettingUp(true)}>{t('setUp')}</Button>
        </Stack>
      )}
      {data?.enabled && <Enabled state={data} />}
      <Modal opened={settingUp} onClose={done} title={t('title')} size="md" closeOnClickOutside={false}>
        <SecondFactorSetup onDone={done} />
      </Modal>
    </Panel>
  )
}

function Enabled({ state }: { state: SecondFactorState }) {
  const t = useTranslations('accounts.secondFactor')
  const client = useQueryClient()
  const refresh = () => client.invalidateQueries({ queryKey: secondFactorKey })
  const renew = useMutation({ mutationFn: renewRecoveryCodes, onSuccess: refresh })
  const remove = useMutation({ mutationFn: removeSecondFactor, onSuccess: refresh })
  const ask = () =>
    askFirst({
      title: t('removeTitle'),
      text: t('removeText'),
      confirm: t('removeConfirm'),
      cancel: t('keep'),
      onConfirm: () => remove.mutate(),
    })
  return (
    <Stack gap="md">
      <Text size="sm">{t('codesLeft', { n: state.recoveryCodesLeft })}</Text>
      <Group gap={8}>
        <Button variant="default" onClick={() => renew.mutate()} loading={renew.isPending}>
          {t('renew')}
        </Button>
        <Button variant="default" onClick={ask} loading={remove.isPending} disabled={state.demanded}>
          {t('remove')}
        </Button>
      </Group>
      {state.demanded && (
        <Text size="xs" c="dimmed">
          {t('demanded')}
        </Text>
      )}
      {(renew.error ?? remove.error) && <ProblemNote error={renew.error ?? remove.error} />}
      <Modal opened={renew.data !== undefined} onClose={() => renew.reset()} title={t('codesLabel')} size="md" closeOnClickOutside={false}>
        <RecoveryCodes codes={renew.data?.codes ?? []} onDone={() => renew.reset()} />
      </Modal>
    </Stack>
  )
}

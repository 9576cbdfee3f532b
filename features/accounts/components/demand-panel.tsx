'use client'
import { Button, Checkbox, Group, Skeleton, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { type Role, roles } from '#core/shared/permissions.ts'
import { demandKey, demandQuery, demandSecondFactor } from '#features/accounts/queries.ts'

/** Which roles must have a second factor. */
export function DemandPanel() {
  const t = useTranslations('accounts.demand')
  const { data, error, refetch } = useQuery(demandQuery)
  return (
    <Panel title={t('title')}>
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={60} />
        </Late>
      )}
      {data && <DemandForm key={data.roles.join(' ')} demanded={data.roles} />}
    </Panel>
  )
}

function DemandForm({ demanded }: { demanded: readonly Role[] }) {
  const t = useTranslations('accounts.demand')
  const names = useTranslations('accounts.denied.roles')
  const client = useQueryClient()
  const [chosen, setChosen] = useState<string[]>([...demanded])
  const save = useMutation({
    mutationFn: () => demandSecondFactor({ roles: roles.filter((role) => chosen.includes(role)) }),
    onSuccess: (setting) => client.setQueryData(demandKey, setting),
  })
  const same = roles.every((role) => chosen.includes(role) === demanded.includes(role))
  return (
    <Stack gap="md" align="flex-start">
      <Checkbox.Group value={chosen} onChange={setChosen} label={t('label')} description={t('help')}>
        <Group gap="md" mt={8}>
          {roles.map((role) => (
            <Checkbox key={role} value={role} label={names(role)} />
          ))}
        </Group>
      </Checkbox.Group>
      {save.isError && <ProblemNote error={save.error} />}
      <Button onClick={() => save.mutate()} loading={save.isPending} disabled={same}>
        {t('save')}
      </Button>
    </Stack>
  )
}

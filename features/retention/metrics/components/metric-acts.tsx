'use client'
import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Note } from '#components/feedback/note.tsx'
import { notify } from '#components/feedback/overlays.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { RETENTION_METRIC } from '#core/retention/metrics.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { changeMetric, metricsKey } from '#features/retention/metrics/queries.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'

/** Edit, switch off or on, make one like it; where something cannot be done, why. */
export function MetricActs({ metric }: { metric: Metric }) {
  const t = useTranslations('retention.metrics.panel')
  const may = useMay()
  const { name, builtIn } = metric
  if (!may('metrics.manage')) return <Note tone="grey" title={t('readOnly', { permission: 'metrics.manage' })} />
  const like = new URLSearchParams({ like: name })
  return (
    <Stack gap="sm">
      <Group gap={8}>
        {!builtIn && (
          <Button size="xs" component={Link} href={`/retention/metrics/${name}/edit`}>
            {t('edit')}
          </Button>
        )}
        <Button size="xs" variant="default" component={Link} href={`/retention/metrics/new?${like}`}>
          {t('like')}
        </Button>
        {name !== RETENTION_METRIC && <Switching metric={metric} />}
      </Group>
      {builtIn && (
        <Note tone="grey" title={t('builtIn')}>
          {name === RETENTION_METRIC ? t('needed') : null}
        </Note>
      )}
    </Stack>
  )
}

function Switching({ metric: { name, active } }: { metric: Metric }) {
  const t = useTranslations('retention.metrics.panel')
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: () => changeMetric(name, { active: !active }),
    onSuccess: async () => {
      notify({ message: t(active ? 'switchedOff' : 'switchedOn', { name }) })
      await client.invalidateQueries({ queryKey: metricsKey })
    },
  })
  return (
    <>
      <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        {t(active ? 'switchOff' : 'switchOn')}
      </Button>
      {change.isError && <ProblemNote error={change.error} onRetry={() => change.mutate()} />}
    </>
  )
}

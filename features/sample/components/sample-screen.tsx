'use client'
import { Button, List, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Late } from '#components/feedback/late.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useFormat } from '#components/format/use-format.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { sampleSizes } from '#core/sample/sizes.ts'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { environmentsKey } from '#features/environments/queries.ts'
import { sourcesKey } from '#features/gamelog/queries.ts'
import { RunCard } from '#features/runs/components/run-card.tsx'
import { runKeys, runQueryOf } from '#features/runs/queries.ts'
import type { Run } from '#features/runs/schema.ts'
import { asDetail, hasEnded } from '#features/runs/view.ts'
import { DatasetCard } from '#features/sample/components/dataset-card.tsx'
import { datasetsQuery, sampleKeys, startSampleLoad } from '#features/sample/queries.ts'
import type { Dataset, SampleSize } from '#features/sample/schema.ts'

/** Loads the sample game: what it makes, how large, and the run in the place of its button. */
export function SampleScreen() {
  const t = useTranslations('sample')
  const may = useMay()
  const { data, error, refetch } = useQuery(datasetsQuery)
  const newest = data?.items[0]
  const run = useQuery({ ...runQueryOf(newest?.runId ?? ''), enabled: newest !== undefined })
  useWhatCame(newest, run.data)
  const free = newest === undefined || run.isError || (run.data !== undefined && hasEnded(run.data))
  return (
    <>
      <PageHeader title={t('title')} lead={t('lead')} />
      {error && <ProblemNote error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <Late>
          <Skeleton height={240} maw={860} />
        </Late>
      )}
      {data && (
        <Stack gap="md" maw={860}>
          {run.data && run.data.state !== 'succeeded' && <RunCard run={run.data} />}
          {newest && run.data?.state === 'succeeded' && <DatasetCard dataset={newest} finishedAt={run.data.finishedAt} />}
          {free && may('sample.load') && <LoadPanel again={newest !== undefined} />}
          <WhatItDoes />
        </Stack>
      )}
    </>
  )
}

/** What was counted, the source and the game databases come with the end of the run. */
function useWhatCame(newest: Dataset | undefined, run: Run | undefined): void {
  const client = useQueryClient()
  const came = run?.state === 'succeeded' && newest?.documents === null ? run.id : null
  useEffect(() => {
    if (came) for (const queryKey of [sampleKeys.all, environmentsKey, sourcesKey]) void client.invalidateQueries({ queryKey })
  }, [client, came])
}

function LoadPanel({ again }: { again: boolean }) {
  const t = useTranslations('sample')
  const format = useFormat()
  const client = useQueryClient()
  const [size, setSize] = useState<SampleSize>('small')
  const start = useMutation({
    mutationFn: () => startSampleLoad({ size, seed: 1 }),
    onSuccess: async ({ run }) => {
      client.setQueryData(runKeys.one(run.id), asDetail(run))
      await client.invalidateQueries({ queryKey: sampleKeys.all })
    },
  })
  return (
    <Panel title={again ? t('loadAgain') : t('load')}>
      <Stack gap="md">
        <Radio.Group label={t('size')} value={size} onChange={(value) => setSize(value as SampleSize)}>
          <Stack gap={8} mt={8}>
            {Object.entries(sampleSizes).map(([name, players]) => (
              <Radio key={name} value={name} label={t(`sizes.${name}`, { players: format.number(players) })} description={t(`times.${name}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {again && (
          <Text size="sm" c="dimmed">
            {t('replaces')}
          </Text>
        )}
        {start.isError && <ProblemNote error={start.error} onRetry={() => start.mutate()} />}
        <Button onClick={() => start.mutate()} loading={start.isPending} w="max-content">
          {t('submit', { players: format.number(sampleSizes[size]) })}
        </Button>
      </Stack>
    </Panel>
  )
}

function WhatItDoes() {
  const t = useTranslations('sample.what')
  return (
    <Panel title={t('title')}>
      <List size="sm" spacing={6}>
        {['logs', 'databases', 'source', 'repeat'].map((name) => (
          <List.Item key={name}>{t(name)}</List.Item>
        ))}
      </List>
    </Panel>
  )
}

'use client'
import { Drawer, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type Fact, Facts } from '#components/feedback/facts.tsx'
import { Late } from '#components/feedback/late.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { When } from '#components/format/when.tsx'
import { JsonBlock } from '#features/retention/metrics/components/json-block.tsx'
import { MetricActs } from '#features/retention/metrics/components/metric-acts.tsx'
import { MetricHistory } from '#features/retention/metrics/components/metric-history.tsx'
import { MetricStateTag } from '#features/retention/metrics/components/metric-state-tag.tsx'
import { useMetricWords } from '#features/retention/metrics/components/use-metric-words.ts'
import { metricVersionsQuery } from '#features/retention/metrics/queries.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'
import { definitionOf } from '#features/retention/metrics/view.ts'

/** All of one metric: in words and as JSON, how it came to be, and what can be done with it. */
export function MetricDrawer({ name, opened, onClose }: { name: string | null; opened: boolean; onClose: () => void }) {
  const query = useQuery({ ...metricVersionsQuery(name ?? ''), enabled: name !== null })
  const versions = name === null ? [] : (query.data?.items ?? [])
  const [latest] = versions
  return (
    <Drawer opened={opened} onClose={onClose} title={name ?? ''} size="lg">
      <Stack gap="md">
        {query.error && <ProblemNote error={query.error} onRetry={() => query.refetch()} />}
        {!latest && !query.error && (
          <Late>
            <Skeleton height={180} />
          </Late>
        )}
        {latest && <Whole metric={latest} versions={versions} />}
      </Stack>
    </Drawer>
  )
}

function Whole({ metric, versions }: { metric: Metric; versions: Metric[] }) {
  const t = useTranslations('retention.metrics')
  const words = useMetricWords()
  const facts: Fact[] = [
    { label: t('columns.label'), value: words.label(metric) },
    { label: t('columns.state'), value: <MetricStateTag active={metric.active} /> },
    { label: t('columns.family'), value: <code>{metric.family}</code> },
    { label: t('parts.where'), value: words.part(metric, 'where') },
    { label: t('parts.rule'), value: words.part(metric, 'rule') },
    { label: t('parts.subject'), value: words.part(metric, 'subject') },
    { label: t('columns.window'), value: words.window(metric.window) },
    { label: t('columns.version'), value: metric.version },
    { label: t('columns.author'), value: metric.author ?? t('console') },
    { label: t('columns.createdAt'), value: <When at={metric.createdAt} seconds /> },
  ]
  return (
    <>
      <Text size="sm">{words.sentence(metric)}</Text>
      <MetricActs metric={metric} />
      <Facts facts={facts} />
      <Part title={t('panel.versions')}>
        <MetricHistory versions={versions} />
      </Part>
      <Part title={t('panel.definition')}>
        <JsonBlock value={definitionOf(metric)} label={t('panel.json')} copy={t('panel.copyJson')} />
      </Part>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h4" mb={8}>
        {title}
      </Title>
      {children}
    </section>
  )
}

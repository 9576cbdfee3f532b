'use client'
import { Anchor, Checkbox, Group, Input, SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import type { AnalysisFormApi } from '#features/retention/components/form-api.ts'
import { neededMetric } from '#features/retention/components/form-values.ts'
import { useColumnWords } from '#features/retention/components/use-column-words.ts'
import { metricsQuery } from '#features/retention/metrics/queries.ts'

type Props = { form: AnalysisFormApi; id: (name: string) => string }

/** Which metrics of the catalogue become columns: all that are in use, unless some are taken away. */
export function MetricsField({ form, id }: Props) {
  const t = useTranslations('retention.form')
  const { data, error, refetch } = useQuery(metricsQuery)
  const words = useColumnWords(data?.items)
  const inUse = (data?.items ?? []).filter((metric) => metric.active)
  const names = inUse.map((metric) => metric.name)
  const first = inUse.find(({ name }) => name !== neededMetric)
  const chosen = form.values.metrics ?? names
  const choose = (next: string[]) =>
    form.setFieldValue('metrics', names.every((name) => next.includes(name)) ? null : names.filter((name) => next.includes(name)))
  return (
    <Input.Wrapper
      id={id('metrics')}
      label={t('metrics')}
      description={t('metricsHelp', { chosen: chosen.length, total: names.length })}
      error={form.errors.metrics}
      labelElement="div"
    >
      {error && !data && <ProblemNote error={error} onRetry={() => refetch()} />}
      <Checkbox.Group value={chosen} onChange={choose} aria-label={t('metrics')}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={8} verticalSpacing={8} mt={8}>
          {inUse.map((metric) => (
            <Checkbox
              key={metric.name}
              id={metric === first ? id('metrics-first') : undefined}
              value={metric.name}
              label={words(metric.name).label}
              description={metric.name === neededMetric ? t('metricNeeded') : metric.name}
              disabled={metric.name === neededMetric}
            />
          ))}
        </SimpleGrid>
      </Checkbox.Group>
      {form.values.metrics !== null && (
        <Group mt={8}>
          <Anchor component="button" type="button" size="xs" onClick={() => form.setFieldValue('metrics', null)}>
            {t('metricsAll')}
          </Anchor>
        </Group>
      )}
    </Input.Wrapper>
  )
}

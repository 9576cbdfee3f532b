'use client'
import { Anchor, Button, Collapse, Group, NumberInput, Select, SimpleGrid, Stack, Text } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { zoneName } from '#components/format/time.ts'
import { instantOf, withOffset } from '#core/shared/zoned.ts'
import { sourcesQuery } from '#features/gamelog/queries.ts'
import { DefinitionSentence } from '#features/retention/components/definition-sentence.tsx'
import { commonPresets, type Preset } from '#features/retention/components/presets.ts'
import { startAnalysis } from '#features/retention/queries.ts'

export type AnalysisDraft = { source: string; from: string; to: string }
type Values = AnalysisDraft & { lookbackDays: number | ''; sample: number | '' }

const houseZone = 'Asia/Seoul'

function useAnalysisForm(draft: AnalysisDraft) {
  const t = useTranslations('retention.form')
  return useForm<Values>({
    initialValues: { ...draft, lookbackDays: '', sample: '' },
    validate: {
      source: (value) => (value ? null : t('sourceMissing')),
      from: (value) => (value ? null : t('fromMissing')),
      to: (value, all) => (!value ? t('toMissing') : all.from && value <= all.from ? t('toBeforeFrom') : null),
    },
  })
}

/** Source and window of a new analysis. `presets` are windows beside the common ones; times are the source's own zone. */
export function AnalysisForm({ draft, presets = [] }: { draft: AnalysisDraft; presets?: Preset[] }) {
  const t = useTranslations('retention.form')
  const router = useRouter()
  const form = useAnalysisForm(draft)
  const prefix = useId()
  const [more, setMore] = useState(false)
  const { data: sources, error: sourcesError, refetch } = useQuery(sourcesQuery)
  const zone = sources?.items.find((source) => source.name === form.values.source)?.zone ?? houseZone
  const start = useMutation({
    mutationFn: (values: Values) =>
      startAnalysis({
        source: values.source,
        from: withOffset(instantOf(values.from, zone) ?? 0, zone),
        to: withOffset(instantOf(values.to, zone) ?? 0, zone),
        ...(values.lookbackDays === '' ? {} : { lookbackDays: values.lookbackDays }),
        ...(values.sample === '' ? {} : { sample: values.sample }),
      }),
    onSuccess: (analysis) => router.push(`/retention/${analysis.run.id}`),
  })
  const { setFieldError, setValues } = form
  useEffect(() => {
    if (start.error instanceof ApiProblem) for (const field of start.error.errors) setFieldError(field.path, field.detail)
  }, [start.error, setFieldError])
  const choose = (preset: Preset) => setValues({ from: preset.from, to: preset.to, ...(preset.source ? { source: preset.source } : {}) })
  const times = { withSeconds: true, highlightToday: true }
  const [fromMs, toMs] = [instantOf(form.values.from, zone), instantOf(form.values.to, zone)]
  return (
    <Panel>
      <form onSubmit={form.onSubmit((values) => start.mutate(values))} noValidate>
        <Stack gap="md">
          {sourcesError && <ProblemNote error={sourcesError} onRetry={() => refetch()} />}
          {start.isError && <ProblemNote error={start.error} fieldId={(path) => `${prefix}${path}`} />}
          <Select
            id={`${prefix}source`}
            label={t('source')}
            description={
              <>
                {t('sourceHelp')}{' '}
                <Anchor component={Link} href="/sources" size="xs" underline="always">
                  {t('sourceAll')}
                </Anchor>
              </>
            }
            data={(sources?.items ?? []).map((source) => source.name)}
            allowDeselect={false}
            searchable
            nothingFoundMessage={t('noSources')}
            {...form.getInputProps('source')}
            value={form.values.source || null}
          />
          <div>
            <Text size="sm" fw={500} mb={6}>
              {t('window')}
            </Text>
            <Group gap={8}>
              {[...presets, ...commonPresets(Date.now(), zone)].map((preset) => (
                <Button key={preset.id} size="xs" variant="default" onClick={() => choose(preset)}>
                  {preset.label ?? t(`presets.${preset.id}`)}
                </Button>
              ))}
            </Group>
          </div>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <DateTimePicker
              {...times}
              id={`${prefix}from`}
              label={t('from', { zone: zoneName(zone) })}
              description={t('fromHelp')}
              {...form.getInputProps('from')}
              value={form.values.from || null}
            />
            <DateTimePicker
              {...times}
              id={`${prefix}to`}
              label={t('to', { zone: zoneName(zone) })}
              description={t('toHelp')}
              {...form.getInputProps('to')}
              value={form.values.to || null}
            />
          </SimpleGrid>
          <Anchor component="button" type="button" size="sm" w="max-content" aria-expanded={more} onClick={() => setMore((old) => !old)}>
            {t(more ? 'less' : 'more')}
          </Anchor>
          <Collapse expanded={more}>
            <Stack gap="md">
              <NumberInput
                id={`${prefix}lookbackDays`}
                label={t('lookback')}
                description={t('lookbackHelp')}
                min={1}
                max={3650}
                allowDecimal={false}
                suffix={t('days')}
                {...form.getInputProps('lookbackDays')}
              />
              <NumberInput
                id={`${prefix}sample`}
                label={t('sample')}
                description={t('sampleHelp')}
                min={1}
                max={10_000_000}
                allowDecimal={false}
                thousandSeparator=","
                {...form.getInputProps('sample')}
              />
            </Stack>
          </Collapse>
          {form.values.source && fromMs !== null && toMs !== null && toMs > fromMs && (
            <DefinitionSentence
              source={form.values.source}
              from={new Date(fromMs).toISOString()}
              to={new Date(toMs).toISOString()}
              zone={zone}
              lookbackDays={form.values.lookbackDays || null}
              sample={form.values.sample || null}
            />
          )}
          <Group justify="flex-end">
            <Button type="submit" loading={start.isPending || start.isSuccess}>
              {t('submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

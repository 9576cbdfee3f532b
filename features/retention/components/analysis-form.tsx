'use client'
import { Anchor, Button, Collapse, Group, Select, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useId, useState } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'
import { type Part, parts } from '#features/retention/components/definition-sentence.tsx'
import { FormSentence } from '#features/retention/components/editable-sentence.tsx'
import { EstimatePanel } from '#features/retention/components/estimate-panel.tsx'
import type { AnalysisFormApi } from '#features/retention/components/form-api.ts'
import { defaultGapMinutes, requestOf, type Values } from '#features/retention/components/form-values.ts'
import { FormWarnings } from '#features/retention/components/form-warnings.tsx'
import { MoreFields } from '#features/retention/components/more-fields.tsx'
import type { Preset } from '#features/retention/components/presets.ts'
import { WindowField } from '#features/retention/components/window-field.tsx'
import { metricsQuery } from '#features/retention/metrics/queries.ts'
import { startAnalysis } from '#features/retention/queries.ts'
import classes from './form.module.css'

const houseZone = 'Asia/Seoul'
/** Parts whose fields stand under "more". */
const inMore: readonly Part[] = ['identity', 'lookbackDays', 'gapMinutes', 'metrics', 'sample']
const isPart = (text: string): text is Part => parts.some((part) => part === text)

function useAnalysisForm(draft: Values): AnalysisFormApi {
  const t = useTranslations('retention.form')
  return useForm<Values>({
    initialValues: draft,
    validate: {
      source: (value) => (value ? null : t('sourceMissing')),
      from: (value) => (value ? null : t('fromMissing')),
      to: (value, all) => (!value ? t('toMissing') : all.from && value <= all.from ? t('toBeforeFrom') : null),
    },
  })
}

/** Goes to the field of a part, which may have to unfold first. */
function useFocusPart(id: (name: string) => string, unfold: () => void) {
  return useCallback(
    (part: Part) => {
      if (inMore.includes(part)) unfold()
      const name = part === 'metrics' ? 'metrics-first' : part
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id(name))?.focus()))
    },
    [id, unfold],
  )
}

type Props = { draft: Values; presets?: Preset[] /** Part of the definition to begin with. */; edit?: string }

/** A new analysis: source and window, then what seldom differs; beside it what it means and what it would cost. */
export function AnalysisForm({ draft, presets = [], edit = '' }: Props) {
  const t = useTranslations('retention.form')
  const router = useRouter()
  const form = useAnalysisForm(draft)
  const prefix = useId()
  const id = useCallback((name: string) => `${prefix}${name}`, [prefix])
  const [nowMs] = useState(() => Date.now())
  const [more, setMore] = useState(() => isChanged(draft))
  const focusPart = useFocusPart(
    id,
    useCallback(() => setMore(true), []),
  )
  const { data: sources, error: sourcesError, refetch } = useQuery(sourcesQuery)
  const source = sources?.items.find((one) => one.name === form.values.source)
  const zone = source?.zone ?? houseZone
  const request = requestOf(form.values, zone)
  const start = useMutation({
    mutationFn: (values: Values) => startAnalysis(requestOf(values, zone) ?? { source: values.source, from: values.from, to: values.to }),
    onSuccess: (analysis) => router.push(`/retention/${analysis.run.id}`),
  })
  const { setFieldError } = form
  useEffect(() => {
    if (start.error instanceof ApiProblem) for (const field of start.error.errors) setFieldError(field.path, field.detail)
  }, [start.error, setFieldError])
  useEffect(() => {
    if (isPart(edit)) focusPart(edit)
  }, [edit, focusPart])
  return (
    <form onSubmit={form.onSubmit((values) => start.mutate(values))} noValidate className={classes.layout}>
      <Panel>
        <Stack gap="md">
          {sourcesError && <ProblemNote error={sourcesError} onRetry={() => refetch()} />}
          {start.isError && <ProblemNote error={start.error} fieldId={id} />}
          <Select
            id={id('source')}
            label={t('source')}
            description={
              <>
                {t('sourceHelp')}{' '}
                <Anchor component={Link} href="/sources" size="xs" underline="always">
                  {t('sourceAll')}
                </Anchor>
              </>
            }
            data={(sources?.items ?? []).map((one) => one.name)}
            allowDeselect={false}
            searchable
            nothingFoundMessage={t('noSources')}
            {...form.getInputProps('source')}
            value={form.values.source || null}
          />
          <WindowField form={form} zone={zone} resetHour={source?.resetHour ?? 0} presets={presets} nowMs={nowMs} id={id} />
          <Anchor component="button" type="button" size="sm" w="max-content" aria-expanded={more} onClick={() => setMore((old) => !old)}>
            {t(more ? 'less' : 'more')}
          </Anchor>
          <Collapse expanded={more}>
            <MoreFields form={form} id={id} />
          </Collapse>
        </Stack>
      </Panel>
      <div className={classes.aside}>
        {request && <Meaning values={form.values} request={request} zone={zone} onEdit={focusPart} />}
        <EstimatePanel request={request} zone={zone} />
        <FormWarnings source={source} request={request} zone={zone} nowMs={nowMs} />
        <Group justify="flex-end">
          <Button type="submit" loading={start.isPending || start.isSuccess}>
            {t('submit')}
          </Button>
        </Group>
      </div>
    </form>
  )
}

/** Whether a draft says something about the fields under "more". */
const isChanged = (draft: Values): boolean =>
  draft.identity !== 'uid' ||
  draft.lookbackDays !== '' ||
  draft.sample !== '' ||
  draft.capMinutes !== '' ||
  draft.gapMinutes !== defaultGapMinutes ||
  draft.metrics !== null

type MeaningProps = { values: Values; request: { source: string; from: string; to: string }; zone: string; onEdit: (part: Part) => void }

function Meaning({ values, request, zone, onEdit }: MeaningProps) {
  const t = useTranslations('retention.definition')
  const { data } = useQuery(metricsQuery)
  const minutes = (value: number | ''): number | null => (value === '' || value === 0 ? null : value * 60_000)
  const inUse = data?.items.filter((metric) => metric.active).length ?? 0
  return (
    <Panel title={t('title')}>
      <FormSentence
        onEdit={onEdit}
        of={{
          source: request.source,
          from: request.from,
          to: request.to,
          zone,
          identity: values.identity,
          lookbackDays: values.lookbackDays || null,
          sample: values.sample || null,
          gapMs: minutes(values.gapMinutes) ?? defaultGapMinutes * 60_000,
          sessionCapMs: minutes(values.capMinutes),
          metrics: values.metrics?.length ?? inUse,
        }}
      />
    </Panel>
  )
}

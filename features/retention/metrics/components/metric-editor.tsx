'use client'
import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useCallback, useId, useMemo, useState } from 'react'
import { useLeaveQuestion } from '#components/feedback/leaving.tsx'
import { Note } from '#components/feedback/note.tsx'
import { Panel } from '#components/feedback/panel.tsx'
import { ProblemNote } from '#components/feedback/problem-note.tsx'
import { useMay } from '#features/accounts/components/me-context.tsx'
import { sourcesQuery } from '#features/gamelog/queries.ts'
import { FormSummary } from '#features/retention/metrics/components/form-summary.tsx'
import { MetricFields } from '#features/retention/metrics/components/metric-fields.tsx'
import { TryPanel } from '#features/retention/metrics/components/try-panel.tsx'
import { useMetricForm, useSave } from '#features/retention/metrics/components/use-metric-form.ts'
import { useMetricWords } from '#features/retention/metrics/components/use-metric-words.ts'
import type { Metric, MetricRequest } from '#features/retention/metrics/schema.ts'
import { changeOf, formPathOf, type MetricForm, tryableOf } from '#features/retention/metrics/view.ts'
import classes from './metrics.module.css'

type Props = { /** The metric to change; a new one without. */ present?: Metric | undefined /** What a new one begins as. */; like?: Metric | undefined }

/** A metric being made or changed, and beside it what it finds of one player. */
export function MetricEditor({ present, like }: Props) {
  const t = useTranslations('retention.metrics')
  const may = useMay()
  const form = useMetricForm(present, like)
  const save = useSave(form, present)
  const prefix = useId()
  const idOf = useCallback((path: string) => `${prefix}${path}`, [prefix])
  const [tries, setTries] = useState(0)
  const [unchanged, setUnchanged] = useState(false)
  const { data: sources } = useQuery(sourcesQuery)
  const [chosen, setSource] = useState('')
  const only = sources?.items.length === 1 ? sources.items[0]?.name : undefined
  const source = chosen || (only ?? '')
  const isChanged = form.isDirty()
  useLeaveQuestion(isChanged && !save.isSuccess)
  const metric = useMemo(() => tryableOf(form.values), [form.values])
  const submit = (values: MetricForm) => {
    const same = present !== undefined && Object.keys(changeOf(values, present)).length === 0
    setUnchanged(same)
    setTries(0)
    if (!same) save.mutate(values)
  }
  return (
    <div className={classes.layout}>
      <form onSubmit={form.onSubmit(submit, () => setTries((before) => before + 1))} noValidate>
        <Panel>
          <Stack gap="md">
            <FormSummary form={form} tries={tries} idOf={idOf} />
            {save.isError && <ProblemNote error={save.error} fieldId={(path) => idOf(formPathOf(path))} />}
            <MetricFields form={form} idOf={idOf} source={source} kept={present !== undefined} />
            <Meaning metric={metric} />
            {unchanged && <Note tone="grey" role="status" title={t('form.unchanged')} />}
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending || save.isSuccess}>
                {t(present ? 'form.submitEdit' : 'form.submitAdd')}
              </Button>
            </Group>
          </Stack>
        </Panel>
      </form>
      <div className={classes.aside}>
        {may('retention.run') ? (
          <TryPanel metric={metric} begun={isChanged || tries > 0} source={source} setSource={setSource} />
        ) : (
          <Panel title={t('try.title')}>
            <Text size="sm">{t('try.noPermission', { permission: 'retention.run' })}</Text>
          </Panel>
        )}
      </div>
    </div>
  )
}

/** The definition as a sentence, while it is typed. */
function Meaning({ metric }: { metric: MetricRequest | null }) {
  const t = useTranslations('retention.metrics.form')
  const words = useMetricWords()
  return (
    <Note tone="blue" title={t('meaning')}>
      {metric ? words.sentence(metric) : t('meaningMissing')}
    </Note>
  )
}

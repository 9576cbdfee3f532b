'use client'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { ApiProblem } from '#components/api/problem.ts'
import { notify } from '#components/feedback/overlays.tsx'
import type { MetricFormApi } from '#features/retention/metrics/components/form-api.ts'
import { addMetric, changeMetric, metricsKey } from '#features/retention/metrics/queries.ts'
import type { Metric } from '#features/retention/metrics/schema.ts'
import { changeOf, emptyMetric, faultsOf, formOf, formPathOf, type MetricForm, requestOf } from '#features/retention/metrics/view.ts'

/** One like another needs a name of its own. */
const beginning = (present: Metric | undefined, like: Metric | undefined): MetricForm =>
  present ? formOf(present) : like ? { ...formOf(like), name: '', label: '' } : emptyMetric

export function useMetricForm(present: Metric | undefined, like: Metric | undefined): MetricFormApi {
  const t = useTranslations('retention.metrics.form.faults')
  return useForm<MetricForm>({
    initialValues: beginning(present, like),
    validateInputOnBlur: true,
    validate: (values) => Object.fromEntries(Object.entries(faultsOf(values)).map(([path, fault]) => [path, t(fault)])),
  })
}

/** Adds the metric or a version of it, then shows it in the list; what the API says of a field is said at the field. */
export function useSave(form: MetricFormApi, present: Metric | undefined) {
  const t = useTranslations('retention.metrics.form')
  const client = useQueryClient()
  const router = useRouter()
  const save = useMutation({
    mutationFn: (values: MetricForm) => (present ? changeMetric(present.name, changeOf(values, present)) : addMetric(requestOf(values))),
    onSuccess: async ({ name, version }) => {
      notify({ message: t('saved', { name, version }) })
      await client.invalidateQueries({ queryKey: metricsKey })
      router.push(`/retention/metrics?${new URLSearchParams({ metric: name })}`)
    },
  })
  const { setFieldError } = form
  useEffect(() => {
    if (save.error instanceof ApiProblem) for (const { path, detail } of save.error.errors) setFieldError(formPathOf(path), detail)
  }, [save.error, setFieldError])
  return save
}

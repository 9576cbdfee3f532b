import type { UseFormReturnType } from '@mantine/form'
import type { MetricForm } from '#features/retention/metrics/view.ts'

/** The form of a metric, as its fields see it. */
export type MetricFormApi = UseFormReturnType<MetricForm>
/** The id of the field at a path of the form, so that a summary can lead to it. */
export type IdOf = (path: string) => string

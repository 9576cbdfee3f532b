import type { UseFormReturnType } from '@mantine/form'
import type { Values } from '#features/retention/components/form-values.ts'

/** The form of a new analysis, as its fields see it. */
export type AnalysisFormApi = UseFormReturnType<Values>

import type { z } from 'zod'
import { api } from '#components/api/client.ts'
import type { comparisonRequest } from '#features/datasheets/comparisons/schema.ts'
import type { planStarted } from '#features/datasheets/plans/schema.ts'

export const startComparison = (request: z.input<typeof comparisonRequest>) => api.post<typeof planStarted>('/api/v1/datasheets/comparisons', request)

import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import type { datasetList, SampleRequest, sampleStarted } from '#features/sample/schema.ts'

const path = '/api/v1/sample/datasets'

export const sampleKeys = { all: ['sample'] as const, datasets: ['sample', 'datasets'] as const }

export const datasetsQuery = queryOptions({ queryKey: sampleKeys.datasets, queryFn: ({ signal }) => api.get<typeof datasetList>(path, { signal }) })

export const startSampleLoad = (request: SampleRequest) => api.post<typeof sampleStarted>(path, request)

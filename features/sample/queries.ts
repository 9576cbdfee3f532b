import { queryOptions } from '@tanstack/react-query'
import { api } from '#components/api/client.ts'
import { datasetList, type SampleRequest, sampleStarted } from '#features/sample/schema.ts'

const path = '/api/v1/sample/datasets'

export const sampleKeys = { all: ['sample'] as const, datasets: ['sample', 'datasets'] as const }

export const datasetsQuery = queryOptions({ queryKey: sampleKeys.datasets, queryFn: ({ signal }) => api.get(path, datasetList, { signal }) })

export const startSampleLoad = (request: SampleRequest) => api.post(path, sampleStarted, request)

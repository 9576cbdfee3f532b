import { datasetList, sampleRequest, sampleStarted } from '#features/sample/schema.ts'
import { listDatasets, startSampleLoad } from '#features/sample/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Sample datasets, newest first',
  answer: datasetList,
  handle: async () => ({ items: await listDatasets() }),
})

export const POST = route({
  permission: 'sample.load',
  summary: 'Load the sample game',
  body: sampleRequest,
  answer: sampleStarted,
  status: 201,
  handle: ({ who, body, ip, requestId }) => startSampleLoad(who, body, { ip, requestId }),
})

import { runPage, runQuery } from '#features/runs/schema.ts'
import { listRuns } from '#features/runs/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Runs, newest first',
  query: runQuery,
  answer: runPage,
  handle: ({ who, query }) => listRuns(who, query),
})

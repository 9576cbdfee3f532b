import { z } from 'zod'
import { runDetail } from '#features/runs/schema.ts'
import { loadRun } from '#features/runs/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'One run with its artefacts',
  params: z.object({ id: z.string() }),
  answer: runDetail,
  handle: ({ who, params }) => loadRun(who, params.id),
})

import { z } from 'zod'
import { analysis } from '#features/retention/schema.ts'
import { loadAnalysis } from '#features/retention/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'One analysis with its summary and receipt, by the id of its run',
  params: z.object({ id: z.string() }),
  answer: analysis,
  handle: ({ who, params }) => loadAnalysis(who, params.id),
})

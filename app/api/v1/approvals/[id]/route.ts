import { z } from 'zod'
import { loadApproval } from '#features/approvals/listing/service.ts'
import { approval } from '#features/approvals/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'approvals.view',
  summary: 'A request, what was said about it, and what the reader may say',
  params: z.object({ id: z.string() }),
  answer: approval,
  handle: ({ who, params: { id } }) => loadApproval(who, id),
})

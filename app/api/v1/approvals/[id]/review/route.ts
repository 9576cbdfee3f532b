import { z } from 'zod'
import { reviewApproval } from '#features/approvals/reviews/service.ts'
import { approval, reviewRequest } from '#features/approvals/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'plans.approve',
  summary: 'Say that you looked at what was done without a second person; whoever did it may not',
  params: z.object({ id: z.string() }),
  body: reviewRequest,
  answer: approval,
  handle: ({ who, params: { id }, body, ip, requestId }) => reviewApproval(who, id, body, { ip, requestId }),
})

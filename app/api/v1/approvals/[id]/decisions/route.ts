import { z } from 'zod'
import { approval, decisionRequest } from '#features/approvals/schema.ts'
import { decideApproval } from '#features/approvals/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'approvals.view',
  summary:
    'Agree, reject, comment, or break the glass. Agreeing and rejecting take plans.approve in the environment, never as author or requester; breaking the glass takes plans.break_glass. Agreeing and breaking the glass take a fresh proof in a browser',
  params: z.object({ id: z.string() }),
  // A no and a word change nothing.
  dangerous: ({ verdict }) => verdict === 'approve' || verdict === 'break_glass',
  body: decisionRequest,
  answer: approval,
  handle: ({ who, params: { id }, body, ip, requestId }) => decideApproval(who, id, body, { ip, requestId }),
})

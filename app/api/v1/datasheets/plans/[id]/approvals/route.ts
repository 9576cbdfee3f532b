import { z } from 'zod'
import { approval } from '#features/approvals/schema.ts'
import { requestImportApproval } from '#features/datasheets/consent/service.ts'
import { approvalRequest } from '#features/datasheets/imports/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.import',
  summary: 'Asks others to agree to exactly this choice of a plan; asked for again it is the same request',
  params: z.object({ id: z.string() }),
  body: approvalRequest,
  answer: approval,
  status: 201,
  handle: ({ who, params: { id }, body, ip, requestId }) => requestImportApproval(who, id, body, { ip, requestId }),
})

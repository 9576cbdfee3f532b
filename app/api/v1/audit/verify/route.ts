import { verifyAudit } from '#features/audit/chain/service.ts'
import { verification, verifyRequest } from '#features/audit/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'audit.view',
  summary: 'Follows the chain of the audit for a few seconds; go on with `next` until it is null',
  body: verifyRequest,
  answer: verification,
  handle: ({ who, body, ip, requestId }) => verifyAudit(who, body.after, { ip, requestId }),
})

import { auditPage, auditQuery } from '#features/audit/schema.ts'
import { listAudit } from '#features/audit/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'audit.view',
  summary: 'Who did what, newest first',
  query: auditQuery,
  answer: auditPage,
  handle: ({ who, query }) => listAudit(who, query),
})

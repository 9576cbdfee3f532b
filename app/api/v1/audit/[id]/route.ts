import { z } from 'zod'
import { auditEntry } from '#features/audit/schema.ts'
import { loadAuditEntry } from '#features/audit/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'audit.view',
  summary: 'One row of the audit',
  params: z.object({ id: z.string() }),
  answer: auditEntry,
  handle: ({ who, params }) => loadAuditEntry(who, params.id),
})

import { exportQuery } from '#features/audit/schema.ts'
import { exportAudit } from '#features/audit/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'audit.export',
  summary: 'The audit as a sheet, newest first unless `sort` says otherwise; leaves a row',
  query: exportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportAudit(who, query, { ip, requestId })),
})

import { exportQuery } from '#features/audit/schema.ts'
import { exportAudit } from '#features/audit/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'audit.export',
  summary: 'The audit as a sheet, oldest first; leaves a row',
  query: exportQuery,
  answer: { contentType: 'text/csv' },
  handle: async ({ who, query, ip, requestId }) => {
    const { content, ...file } = await exportAudit(who, query, { ip, requestId })
    return download(content, file)
  },
})

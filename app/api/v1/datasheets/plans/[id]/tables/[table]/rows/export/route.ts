import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { rowExportQuery } from '#features/datasheets/plans/schema.ts'
import { exportRows } from '#features/datasheets/rows/service.ts'
import { download } from '#server/http/download.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'The rows of one table that the filters find as lines of JSON, {op,key,cells}; leaves a row in the audit',
  params: z.object({ id: z.string(), table: z.string().min(1).max(64) }),
  query: rowExportQuery,
  answer: { contentType: 'application/x-ndjson' },
  handle: async ({ who, params: { id, table }, query, ip, requestId }) => {
    const file = await exportRows(who, id, table, query, { ip, requestId })
    return file instanceof Refusal ? file : download(file.content, file)
  },
})

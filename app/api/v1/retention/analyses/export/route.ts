import { Refusal } from '#core/shared/refusal.ts'
import { analysisExportQuery } from '#features/retention/export/schema.ts'
import { exportAnalyses } from '#features/retention/export/service.ts'
import { exportAnswer, sheetResponse } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.export',
  summary: 'All analyses that the filters find as a sheet (CSV or XLSX), newest first; leaves a row in the audit',
  query: analysisExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => {
    const sheet = await exportAnalyses(who, query, { ip, requestId })
    return sheet instanceof Refusal ? sheet : sheetResponse(sheet)
  },
})

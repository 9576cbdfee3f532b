import { analysisExportQuery } from '#features/retention/export/schema.ts'
import { exportAnalyses } from '#features/retention/export/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.export',
  summary: 'All analyses that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit',
  query: analysisExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportAnalyses(who, query, { ip, requestId })),
})

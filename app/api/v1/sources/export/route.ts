import { sourceExportQuery } from '#features/gamelog/schema.ts'
import { exportSources } from '#features/gamelog/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'sources.view',
  summary: 'All log sources that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit',
  query: sourceExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportSources(who, query, { ip, requestId })),
})

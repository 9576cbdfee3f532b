import { runExportQuery } from '#features/runs/export/schema.ts'
import { exportRuns } from '#features/runs/export/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'All runs that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit',
  query: runExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportRuns(who, query, { ip, requestId })),
})

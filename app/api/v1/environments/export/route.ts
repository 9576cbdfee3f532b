import { environmentExportQuery } from '#features/environments/schema.ts'
import { exportEnvironments } from '#features/environments/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'environments.view',
  summary: 'All game databases that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit',
  query: environmentExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportEnvironments(who, query, { ip, requestId })),
})

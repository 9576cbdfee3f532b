import { personExportQuery } from '#features/accounts/people/schema.ts'
import { exportUsers } from '#features/accounts/people/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'users.view',
  summary: 'All people that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit',
  query: personExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportUsers(who, query, { ip, requestId })),
})

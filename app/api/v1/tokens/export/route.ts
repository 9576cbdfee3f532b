import { tokenExportQuery } from '#features/accounts/schema.ts'
import { exportTokens } from '#features/accounts/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'tokens.manage',
  summary: "The caller's API tokens that the filters find as a sheet (CSV or XLSX), in the order of the list; leaves a row in the audit",
  query: tokenExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => answerSheet(await exportTokens(who, query, { ip, requestId })),
})

import { z } from 'zod'
import { playerExportQuery } from '#features/retention/export/schema.ts'
import { exportPlayers } from '#features/retention/export/service.ts'
import { answerSheet, exportAnswer } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.export',
  summary: 'The rows of the sheet that the filters find (CSV or XLSX), in the order asked for, else of first login; leaves a row in the audit',
  params: z.object({ id: z.string() }),
  query: playerExportQuery,
  answer: exportAnswer,
  handle: async ({ who, params, query, ip, requestId }) => answerSheet(await exportPlayers(who, params.id, query, { ip, requestId })),
})

import { Refusal } from '#core/shared/refusal.ts'
import { runExportQuery } from '#features/runs/export/schema.ts'
import { exportRuns } from '#features/runs/export/service.ts'
import { exportAnswer, sheetResponse } from '#server/http/export.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'All runs that the filters find as a sheet (CSV or XLSX), newest first; leaves a row in the audit',
  query: runExportQuery,
  answer: exportAnswer,
  handle: async ({ who, query, ip, requestId }) => {
    const sheet = await exportRuns(who, query, { ip, requestId })
    return sheet instanceof Refusal ? sheet : sheetResponse(sheet)
  },
})

import { exportRequest, exportStarted, sheetExportPage, sheetExportQuery } from '#features/datasheets/exports/schema.ts'
import { listExports, startExport } from '#features/datasheets/exports/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Exports of game databases, newest first, with what reading their files again would change',
  query: sheetExportQuery,
  answer: sheetExportPage,
  handle: ({ who, query }) => listExports(who, query),
})

export const POST = route({
  permission: 'datasheets.export',
  summary: 'Writes tables of a game database to a workbook or to a zip of CSV files, and checks it, as a run',
  body: exportRequest,
  answer: exportStarted,
  status: 202,
  handle: ({ who, body, ip, requestId }) => startExport(who, body, { ip, requestId }),
})

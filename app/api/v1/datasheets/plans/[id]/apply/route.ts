import { z } from 'zod'
import { startImport } from '#features/datasheets/applying/service.ts'
import { applyRequest, importStarted } from '#features/datasheets/imports/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.import',
  summary: 'Applies ticked tables of a plan to its game database, as a run; what production asks for is confirmed by name and rows',
  params: z.object({ id: z.string() }),
  body: applyRequest,
  answer: importStarted,
  status: 202,
  // Without a confirmation nothing is written to production.
  dangerous: ({ confirm }) => confirm !== undefined,
  handle: ({ who, params: { id }, body, ip, requestId }) => startImport(who, id, body, { ip, requestId }),
})

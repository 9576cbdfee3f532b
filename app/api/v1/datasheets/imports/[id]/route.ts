import { z } from 'zod'
import { importDetail } from '#features/datasheets/imports/schema.ts'
import { loadImport } from '#features/datasheets/imports/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'One import: its tables with the rows that were written',
  params: z.object({ id: z.string() }),
  answer: importDetail,
  handle: ({ who, params: { id } }) => loadImport(who, id),
})

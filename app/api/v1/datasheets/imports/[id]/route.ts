import { z } from 'zod'
import { loadImport } from '#features/datasheets/imported/service.ts'
import { importDetail } from '#features/datasheets/imports/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'One import: its tables with the rows that were written',
  params: z.object({ id: z.string() }),
  answer: importDetail,
  handle: ({ who, params: { id } }) => loadImport(who, id),
})

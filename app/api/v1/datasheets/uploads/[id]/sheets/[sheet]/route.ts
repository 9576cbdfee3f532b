import { z } from 'zod'
import { sheetPreview, sheetQuery } from '#features/datasheets/uploads/schema.ts'
import { loadSheet } from '#features/datasheets/uploads/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'The first rows of one sheet of an upload as they are; sheets are numbered from 0 in their order',
  params: z.object({ id: z.string().min(1).max(36), sheet: z.coerce.number().int().min(0).max(10_000) }),
  query: sheetQuery,
  answer: sheetPreview,
  handle: ({ who, params: { id, sheet }, query }) => loadSheet(who, id, sheet, query.rows),
})

import { z } from 'zod'
import { listApart } from '#features/datasheets/apart/service.ts'
import { apartQuery, apartRows } from '#features/datasheets/plans/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Rows of one table that somebody else changed since the export, in order of the key',
  params: z.object({ id: z.string(), table: z.string().min(1).max(64) }),
  query: apartQuery,
  answer: apartRows,
  handle: ({ who, params: { id, table }, query }) => listApart(who, id, table, query),
})

import { z } from 'zod'
import { planRows, rowQuery } from '#features/datasheets/plans/schema.ts'
import { listRows } from '#features/datasheets/rows/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Rows of one table that a plan changes, in order of the key',
  params: z.object({ id: z.string(), table: z.string().min(1).max(64) }),
  query: rowQuery,
  answer: planRows,
  handle: ({ who, params: { id, table }, query }) => listRows(who, id, table, query),
})

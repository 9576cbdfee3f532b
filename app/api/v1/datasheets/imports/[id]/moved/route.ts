import { z } from 'zod'
import { movedPage, movedQuery } from '#features/datasheets/imports/schema.ts'
import { listMoved } from '#features/datasheets/imports/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Rows that had changed since the plan, for which an import wrote nothing: as planned, as wanted, as they are',
  params: z.object({ id: z.string() }),
  query: movedQuery,
  answer: movedPage,
  handle: ({ who, params: { id }, query }) => listMoved(who, id, query),
})

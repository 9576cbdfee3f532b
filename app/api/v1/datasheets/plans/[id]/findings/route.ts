import { z } from 'zod'
import { listFindings } from '#features/datasheets/findings/service.ts'
import { findingPage, findingQuery } from '#features/datasheets/plans/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Errors and warnings of a plan with their cells',
  params: z.object({ id: z.string() }),
  query: findingQuery,
  answer: findingPage,
  handle: ({ who, params: { id }, query, locale }) => listFindings(who, id, query, locale),
})

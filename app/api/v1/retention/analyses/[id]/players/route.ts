import { z } from 'zod'
import { playerPage, playerQuery } from '#features/retention/schema.ts'
import { listPlayers } from '#features/retention/sheet/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'The sheet of an analysis: its new players, page by page',
  params: z.object({ id: z.string() }),
  query: playerQuery,
  answer: playerPage,
  handle: ({ who, params, query }) => listPlayers(who, params.id, query),
})

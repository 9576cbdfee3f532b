import { z } from 'zod'
import { playerName, playerRow } from '#features/retention/schema.ts'
import { loadPlayer } from '#features/retention/sheet/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'retention.view',
  summary: 'The row of one player in the sheet of an analysis, by the exact uid; `account` (auth_id) tells rows of one uid apart',
  params: z.object({ id: z.string(), uid: z.string().min(1).max(2_000) }),
  query: playerName,
  answer: playerRow,
  handle: ({ who, params, query }) => loadPlayer(who, params.id, params.uid, query.account),
})

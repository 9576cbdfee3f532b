import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { runLogList, runLogQuery } from '#features/runs/schema.ts'
import { loadLogs } from '#features/runs/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'runs.view',
  summary: 'Log lines of a run, oldest first; `after` is the id of the last line that is known',
  params: z.object({ id: z.string() }),
  query: runLogQuery,
  answer: runLogList,
  handle: async ({ params, query }) => {
    const items = await loadLogs(params.id, query.after, query.limit)
    return items instanceof Refusal ? items : { items }
  },
})

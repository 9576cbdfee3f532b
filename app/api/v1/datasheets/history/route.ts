import { history, historyQuery } from '#features/datasheets/history/schema.ts'
import { loadHistory } from '#features/datasheets/history/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Who changed a table, a row or a cell through this console, when and from what; the latest first',
  query: historyQuery,
  answer: history,
  handle: ({ who, query, ip, requestId }) => loadHistory(who, query, { ip, requestId }),
})

import { countTables } from '#features/datasheets/counts/service.ts'
import { tableCounts, tableCountsQuery } from '#features/datasheets/exports/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Tables of an environment, and of another beside it, with their exact rows',
  query: tableCountsQuery,
  answer: tableCounts,
  handle: ({ who, query, ip, requestId }) => countTables(who, query, { ip, requestId }),
})

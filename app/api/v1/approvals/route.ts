import { listApprovals } from '#features/approvals/listing/service.ts'
import { approvalPage, approvalQuery } from '#features/approvals/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'approvals.view',
  summary:
    'Requests for the agreement of another person; `box` is inbox (waiting for the reader), mine, or review (glass that was broken and nobody has looked at)',
  query: approvalQuery,
  answer: approvalPage,
  handle: ({ who, query }) => listApprovals(who, query),
})

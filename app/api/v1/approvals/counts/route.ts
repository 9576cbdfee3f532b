import { countWaiting } from '#features/approvals/listing/service.ts'
import { approvalCounts } from '#features/approvals/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'approvals.view',
  summary: 'How many requests wait for the reader, and how many broken glasses of others',
  answer: approvalCounts,
  handle: ({ who }) => countWaiting(who),
})

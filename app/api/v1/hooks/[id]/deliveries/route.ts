import { z } from 'zod'
import { deliveriesOf } from '#features/notices/hooks/service.ts'
import { deliveryPage, deliveryQuery } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'hooks.manage',
  summary: 'What was sent to a web hook in the last 30 days, the newest first',
  params: z.object({ id: z.string().min(1).max(100) }),
  query: deliveryQuery,
  answer: deliveryPage,
  handle: ({ who, params: { id }, query }) => deliveriesOf(who, id, query),
})

import { z } from 'zod'
import { retryDelivery } from '#features/notices/hooks/service.ts'
import { delivery } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'hooks.manage',
  summary: 'Try a delivery once more, now: one that waits, or one that was given up',
  params: z.object({ id: z.string().max(20) }),
  answer: delivery,
  handle: ({ who, params: { id }, ip, requestId }) => retryDelivery(who, id, { ip, requestId }),
})

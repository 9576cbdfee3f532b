import { z } from 'zod'
import { testHook } from '#features/notices/hooks/service.ts'
import { delivery } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'hooks.manage',
  summary: 'Send the event hooks.test to a web hook; the answer is its delivery, before it is sent',
  params: z.object({ id: z.string().min(1).max(100) }),
  answer: delivery,
  status: 202,
  handle: ({ who, params: { id }, ip, requestId }) => testHook(who, id, { ip, requestId }),
})

import { z } from 'zod'
import { renewSecret } from '#features/notices/hooks/service.ts'
import { hookMade } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'hooks.manage',
  summary: 'Another secret for a web hook, in this answer and nowhere else; the one before it signs too for 24 hours',
  params: z.object({ id: z.string().min(1).max(100) }),
  dangerous: true,
  answer: hookMade,
  handle: ({ who, params: { id }, ip, requestId }) => renewSecret(who, id, { ip, requestId }),
})

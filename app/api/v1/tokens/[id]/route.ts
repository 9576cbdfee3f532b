import { z } from 'zod'
import { bigintId } from '#core/shared/ids.ts'
import { refuse } from '#core/shared/refusal.ts'
import { endToken } from '#features/accounts/service.ts'
import { route } from '#server/http/route.ts'

export const DELETE = route({
  permission: 'tokens.manage',
  summary: 'Revoke one of the own API tokens, at once',
  params: z.object({ id: z.string() }),
  status: 204,
  handle: async ({ who, params, ip, requestId }) => {
    const id = bigintId(params.id)
    return id ? endToken(who, id, { ip, requestId }) : refuse('not_found', 404)
  },
})

import { z } from 'zod'
import { tryAnswer, tryRequest } from '#features/datasheets/mapping/schema.ts'
import { tryMapping } from '#features/datasheets/tryout/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'datasheets.diff',
  summary: 'Reads the first rows of an uploaded sheet by a mapping that need not be saved; nothing is compared',
  params: z.object({ environment: z.string().min(1).max(100) }),
  body: tryRequest,
  bodyCapBytes: 2 * 1024 * 1024,
  answer: tryAnswer,
  handle: ({ who, params: { environment }, body, locale, ip, requestId }) => tryMapping(who, environment, body, locale, { ip, requestId }),
})

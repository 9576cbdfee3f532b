import { z } from 'zod'
import { mappingVersions } from '#features/datasheets/mapping/schema.ts'
import { loadVersions } from '#features/datasheets/mapping/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'datasheets.view',
  summary: 'Versions of the mapping of an environment, the latest first',
  params: z.object({ environment: z.string().min(1).max(100) }),
  answer: mappingVersions,
  handle: ({ who, params: { environment }, ip, requestId }) => loadVersions(who, environment, { ip, requestId }),
})

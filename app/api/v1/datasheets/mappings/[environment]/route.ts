import { z } from 'zod'
import { mappingChange, mappingQuery, savedMapping, storedMapping } from '#features/datasheets/mapping/schema.ts'
import { loadMapping, saveMapping } from '#features/datasheets/mapping/service.ts'
import { problemResponse } from '#server/http/problem.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ environment: z.string().min(1).max(100) })

export const GET = route({
  permission: 'datasheets.view',
  summary: 'How sheets reach the tables of an environment (name or id): the latest mapping, or one version of it',
  params,
  query: mappingQuery,
  answer: storedMapping,
  handle: ({ who, params: { environment }, query, ip, requestId }) => loadMapping(who, environment, query.version, { ip, requestId }),
})

export const PUT = route({
  permission: 'datasheets.mapping',
  summary: 'Saves a mapping as a new version; it is checked against the tables as they are, all faults at once',
  params,
  body: mappingChange,
  bodyCapBytes: 2 * 1024 * 1024,
  answer: savedMapping,
  handle: async ({ who, params: { environment }, body, locale, ip, requestId }) => {
    const saved = await saveMapping(who, environment, body, locale, { ip, requestId })
    if (!('faults' in saved)) return saved
    const errors = saved.faults.map(({ path, code, message }) => ({ path: `mapping.${path}`, code, detail: message }))
    return problemResponse('mapping_faulty', 422, { locale, requestId, params: { faults: errors.length }, errors })
  },
})

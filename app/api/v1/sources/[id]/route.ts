import { z } from 'zod'
import { source, sourceChange, sourceListed, sourceRemoved } from '#features/gamelog/schema.ts'
import { changeSource, loadSource, removeSource } from '#features/gamelog/service.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ id: z.string().min(1).max(100) })

export const GET = route({
  permission: 'sources.view',
  summary: 'A log source by id or name',
  params,
  answer: sourceListed,
  handle: ({ who, params: { id } }) => loadSource(who, id),
})

export const PATCH = route({
  permission: 'sources.manage',
  summary: 'Change a log source; its address and prefix stay while an analysis reads it',
  params,
  dangerous: true,
  body: sourceChange,
  answer: source,
  handle: ({ who, params: { id }, body, ip, requestId }) => changeSource(who, id, body, { ip, requestId }),
})

export const DELETE = route({
  permission: 'sources.manage',
  summary: 'Take a log source out of use; one that analyses were made with is archived, without its password',
  params,
  dangerous: true,
  answer: sourceRemoved,
  handle: ({ who, params: { id }, ip, requestId }) => removeSource(who, id, { ip, requestId }),
})

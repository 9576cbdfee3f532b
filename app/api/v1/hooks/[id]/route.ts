import { z } from 'zod'
import { changeHook, loadHook, removeHook } from '#features/notices/hooks/service.ts'
import { hook, hookChange } from '#features/notices/schema.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ id: z.string().min(1).max(100) })

export const GET = route({
  permission: 'hooks.manage',
  summary: 'A web hook by id or name',
  params,
  answer: hook,
  handle: ({ who, params: { id } }) => loadHook(who, id),
})

export const PATCH = route({
  permission: 'hooks.manage',
  summary: 'Change a web hook; what is left out stays',
  params,
  dangerous: true,
  body: hookChange,
  answer: hook,
  handle: ({ who, params: { id }, body, ip, requestId }) => changeHook(who, id, body, { ip, requestId }),
})

export const DELETE = route({
  permission: 'hooks.manage',
  summary: 'Remove a web hook, with what still waits to be sent to it',
  params,
  dangerous: true,
  status: 204,
  handle: ({ who, params: { id }, ip, requestId }) => removeHook(who, id, { ip, requestId }),
})

import { z } from 'zod'
import { environment, environmentChange, environmentListed, environmentRemoval } from '#features/environments/schema.ts'
import { changeEnvironment, loadEnvironment, removeEnvironment } from '#features/environments/service.ts'
import { route } from '#server/http/route.ts'

const params = z.object({ id: z.string().min(1).max(100) })

export const GET = route({
  permission: 'environments.view',
  summary: 'A game database by id or name',
  params,
  answer: environmentListed,
  handle: ({ who, params: { id } }) => loadEnvironment(who, id),
})

export const PATCH = route({
  permission: 'environments.manage',
  summary: 'Change a game database; a production one asks for its name in `confirm` before address, tables or kind change',
  params,
  dangerous: true,
  body: environmentChange,
  answer: environment,
  handle: ({ who, params: { id }, body, ip, requestId }) => changeEnvironment(who, id, body, { ip, requestId }),
})

export const DELETE = route({
  permission: 'environments.manage',
  summary: 'Take a game database away from the console; a production one asks for its name in `confirm`. The database itself stays as it is',
  params,
  dangerous: true,
  query: environmentRemoval,
  status: 204,
  handle: ({ who, params: { id }, query, ip, requestId }) => removeEnvironment(who, id, query.confirm, { ip, requestId }),
})

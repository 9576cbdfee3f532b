import { environment, environmentList, environmentRequest } from '#features/environments/schema.ts'
import { addEnvironment, listEnvironments } from '#features/environments/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'environments.view',
  summary: 'Game databases that the console may reach, without passwords',
  answer: environmentList,
  handle: async ({ who }) => ({ items: await listEnvironments(who) }),
})

export const POST = route({
  permission: 'environments.manage',
  summary: 'Add a game database',
  body: environmentRequest,
  answer: environment,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addEnvironment(who, body, { ip, requestId }),
})

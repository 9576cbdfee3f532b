import { environment, environmentPage, environmentQuery, environmentRequest } from '#features/environments/schema.ts'
import { addEnvironment, pageOfEnvironments } from '#features/environments/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'environments.view',
  summary: 'Game databases that the console may reach, without passwords',
  query: environmentQuery,
  answer: environmentPage,
  handle: ({ who, query }) => pageOfEnvironments(who, query),
})

export const POST = route({
  permission: 'environments.manage',
  summary: 'Add a game database',
  body: environmentRequest,
  answer: environment,
  status: 201,
  handle: ({ who, body, ip, requestId }) => addEnvironment(who, body, { ip, requestId }),
})

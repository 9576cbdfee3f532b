import { rotation } from '#features/environments/secrets/schema.ts'
import { rotate } from '#features/environments/secrets/service.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'secrets.rotate',
  dangerous: true,
  summary: 'Seal stored secrets anew under the present key, for some seconds; ask again until done',
  answer: rotation,
  handle: ({ who, ip, requestId }) => rotate(who, { ip, requestId }),
})

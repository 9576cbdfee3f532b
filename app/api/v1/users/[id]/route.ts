import { z } from 'zod'
import { person, personChange } from '#features/accounts/people/schema.ts'
import { changeUser } from '#features/accounts/people/service.ts'
import { route } from '#server/http/route.ts'

export const PATCH = route({
  permission: 'users.manage',
  dangerous: true,
  summary: "Change a person's role, disable or enable; ends the person's sessions at once",
  params: z.object({ id: z.string().max(36) }),
  body: personChange,
  answer: person,
  handle: ({ who, params, body, ip, requestId }) => changeUser(who, params.id, body, { ip, requestId }),
})

import { enrolment, secondFactor } from '#features/accounts/second-factor/schema.ts'
import { beginSecondFactor, readSecondFactor, removeSecondFactor } from '#features/accounts/second-factor/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  summary: 'Whether the caller has a second factor, and whether the role demands one',
  answer: secondFactor,
  handle: ({ who }) => readSecondFactor(who),
})

export const POST = route({
  permission: 'signed-in',
  beforeEnrolment: true,
  dangerous: true,
  summary: 'Make a secret for an authenticator app; it counts once a code of it was confirmed',
  answer: enrolment,
  status: 201,
  handle: ({ who, ip, requestId }) => beginSecondFactor(who, { ip, requestId }),
})

export const DELETE = route({
  permission: 'signed-in',
  dangerous: true,
  summary: 'Take the own second factor away, unless the role demands one',
  status: 204,
  handle: ({ who, ip, requestId }) => removeSecondFactor(who, { ip, requestId }),
})

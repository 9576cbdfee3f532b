import { z } from 'zod'
import { approval } from '#features/approvals/schema.ts'
import { decideOnPlan } from '#features/datasheets/consent/service.ts'
import { planDecision } from '#features/datasheets/imports/schema.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'plans.approve',
  summary: "Approves or rejects a plan: the request that waits, or this choice of it, asked for in its author's name",
  params: z.object({ id: z.string() }),
  body: planDecision,
  answer: approval,
  dangerous: true,
  handle: ({ who, params: { id }, body, ip, requestId }) => decideOnPlan(who, id, body, { ip, requestId }),
})

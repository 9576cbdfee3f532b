import { changePolicies, loadPolicies } from '#features/approvals/policies/service.ts'
import { policies, policiesChange } from '#features/approvals/schema.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: 'approvals.view',
  summary: 'How many people have to agree: by kind, environment and size. Where no rule holds: none in test environments, one in production',
  answer: policies,
  handle: ({ who }) => loadPolicies(who),
})

export const PUT = route({
  permission: 'approvals.policy',
  summary: 'Replace all rules; production never asks for less than one person. What waits may get stricter by it, never easier',
  dangerous: true,
  body: policiesChange,
  answer: policies,
  handle: ({ who, body, ip, requestId }) => changePolicies(who, body, { ip, requestId }),
})

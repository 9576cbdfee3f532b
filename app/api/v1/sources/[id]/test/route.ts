import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { sourceTest } from '#features/gamelog/schema.ts'
import { testSource } from '#features/gamelog/service.ts'
import { wantedByMetrics } from '#features/retention/metrics/service.ts'
import { describeProblem } from '#server/http/problem.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'sources.view',
  summary: 'Look at a log source by id or name: version, indices, fields, horizon, or what is wrong',
  params: z.object({ id: z.string().min(1).max(100) }),
  answer: sourceTest,
  handle: async ({ who, params, locale, ip, requestId }) => {
    const test = await testSource(who, params.id, { ip, requestId }, await wantedByMetrics())
    if (test instanceof Refusal) return test
    if ('found' in test) return { ok: true, preflight: test.found, problem: null }
    const { code, params: values } = test.failed
    return { ok: false, preflight: null, problem: { code, ...describeProblem(code, values, locale) } }
  },
})

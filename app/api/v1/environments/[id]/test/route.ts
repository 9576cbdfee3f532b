import { z } from 'zod'
import { Refusal } from '#core/shared/refusal.ts'
import { environmentTest } from '#features/environments/schema.ts'
import { testEnvironment } from '#features/environments/service.ts'
import { describeProblem } from '#server/http/problem.ts'
import { route } from '#server/http/route.ts'

export const POST = route({
  permission: 'environments.view',
  summary: 'Look at a game database by id or name: server, privileges, tables, or what is wrong',
  params: z.object({ id: z.string().min(1).max(100) }),
  answer: environmentTest,
  handle: async ({ who, params, locale, ip, requestId }) => {
    const test = await testEnvironment(who, params.id, { ip, requestId })
    if (test instanceof Refusal) return test
    const { found, failed } = test
    return { ok: failed === null, found, problem: failed && { code: failed.code, ...describeProblem(failed.code, failed.params, locale) } }
  },
})

import { collectRunGauges } from '#features/runs/service.ts'
import { metricsAccess } from '#server/env.ts'
import { route } from '#server/http/route.ts'
import { metrics } from '#server/metrics.ts'

/** Prometheus text format: counts only, no names of people or players. In production mode a token with `system.view` is asked for. */
export const GET = route({
  permission: metricsAccess,
  summary: 'Figures for Prometheus',
  answer: { contentType: 'text/plain' },
  handle: async () => {
    await collectRunGauges()
    return new Response(await metrics.register.metrics(), { headers: { 'content-type': metrics.register.contentType, 'cache-control': 'no-store' } })
  },
})

import { metricsAccess, readMetrics } from '#features/system/service.ts'
import { route } from '#server/http/route.ts'

export const GET = route({
  permission: metricsAccess,
  summary: 'Figures for Prometheus',
  answer: { contentType: 'text/plain' },
  handle: async () => {
    const { contentType, text } = await readMetrics()
    return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
  },
})

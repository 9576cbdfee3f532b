import { collectRunGauges } from '#features/runs/service.ts'
import { metrics } from '#server/metrics.ts'

/** Prometheus text format. Counts only, no names of people or players. */
export async function GET(): Promise<Response> {
  await collectRunGauges()
  return new Response(await metrics.register.metrics(), { headers: { 'content-type': metrics.register.contentType, 'cache-control': 'no-store' } })
}
export const dynamic = 'force-dynamic'

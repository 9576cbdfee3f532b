import { readiness } from '#features/system/service.ts'

/** 200 when requests can be served, else 503 with the parts that are not there. */
export async function GET(): Promise<Response> {
  const state = await readiness()
  return Response.json(state, { status: state.ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
export const dynamic = 'force-dynamic'

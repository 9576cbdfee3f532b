import type { QueryClient } from '@tanstack/react-query'
import { analysesQuery, playersQuery } from '#features/retention/queries.ts'

/** The most active player of the latest analysis with a sheet, of this source if one is chosen; null when there is none. */
export async function recentPlayer(client: QueryClient, source: string): Promise<{ source: string; uid: string; at: string } | null> {
  const { items } = await client.fetchQuery(analysesQuery({ pageSize: 50, sort: '-createdAt', ...(source ? { source } : {}) }))
  const latest = items.find((analysis) => analysis.sheet === 'kept' && (analysis.summary?.players ?? 0) > 0)
  if (!latest) return null
  const page = await client.fetchQuery(playersQuery(latest.run.id, { pageSize: 1, sort: '-active_seconds' }))
  const [player] = page.items
  return player ? { source: latest.source, uid: player.uid, at: player.first_login_time } : null
}

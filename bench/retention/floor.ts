import { CHUNK_PLAYERS, pieces, ROWS_PAGE } from '#core/retention/chunks.ts'
import { type RowKey, type RowsQuery, rowsBody } from '#core/retention/queries/rows.ts'
import { DAY_MS } from '#core/retention/window.ts'
import type { SearchClient } from '#server/search/client.ts'
import { executor } from '#server/search/execute.ts'
import { closeSnapshot, openSnapshot } from '#server/search/snapshot.ts'
import { searchGroups } from '#workers/retention/scan.ts'

export type FloorResult = { seconds: number; workerCpu: number; requests: number; megabytes: number; groups: number }
type Player = { uid: string; firstMs: number }

const query: RowsQuery = { filters: [], intervalMs: 300_000, measures: [] }
const AT_ONCE = 2

/**
 * What the groups of (player, 5 minutes) with first and last instant cost alone, over the same chunks of players in order
 * of first login: the floor against which a whole analysis is measured. Nothing is folded or stored.
 */
export async function readFloor(client: SearchClient, prefix: string, players: readonly Player[]): Promise<FloorResult> {
  const run = executor(client)
  const snapshot = await openSnapshot(run, prefix)
  const mapping = { uid: 'uid.keyword', authId: null, families: {} }
  const scan = { run, snapshot, mapping }
  const chunks = pieces(players, CHUNK_PLAYERS)
  const cpu = process.cpuUsage()
  const began = performance.now()
  let groups = 0
  const readChunk = async (chunk: readonly Player[]): Promise<void> => {
    const range = { from: chunk[0]?.firstMs ?? 0, to: (chunk.at(-1)?.firstMs ?? 0) + DAY_MS }
    const uids = chunk.map(({ uid }) => uid)
    for (let after: RowKey | null = null; ; ) {
      const page = await searchGroups(scan, rowsBody(mapping, query, { uids, range }, ROWS_PAGE, after))
      groups += page.buckets.length
      if (page.buckets.length < ROWS_PAGE) return
      after = page.after as RowKey
    }
  }
  const work = async (): Promise<void> => {
    for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) await readChunk(chunk)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const seconds = (performance.now() - began) / 1000
  const { user, system } = process.cpuUsage(cpu)
  await closeSnapshot(client, snapshot)
  return { seconds, workerCpu: (user + system) / 1e6, requests: run.stats.requests, megabytes: run.stats.bytes / 1e6, groups }
}

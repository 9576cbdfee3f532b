import { CHUNK_PLAYERS, type ChunkCost, nextChunk } from '#core/retention/chunks.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import type { Scan } from '#workers/retention/scan.ts'

/** How many players a chunk of the day passes has; it learns from what the chunks cost that were watched. */
export type Pace = { size: () => number; watch: <T>(players: number, read: (scan: Scan) => Promise<T>) => Promise<T> }

export function chunkPace(scan: Scan): Pace {
  let size = CHUNK_PLAYERS
  return {
    size: () => size,
    watch: async (players, read) => {
      const cost: ChunkCost = { players, slowestMs: 0, mostDocuments: 0, refused: false }
      const before = scan.run.pressed()
      const found = await read(watched(scan, cost))
      cost.refused ||= scan.run.pressed() > before
      size = nextChunk(size, cost)
      return found
    },
  }
}

/** The same scan; what its requests cost is noted in `cost`. */
function watched(scan: Scan, cost: ChunkCost): Scan {
  const search: Scan['run']['search'] = async (body, index) => {
    try {
      const answer = await scan.run.search(body, index)
      cost.slowestMs = Math.max(cost.slowestMs, answer.tookMs)
      cost.mostDocuments = Math.max(cost.mostDocuments, answer.total)
      return answer
    } catch (error) {
      cost.refused ||= error instanceof ChunkTooBig
      throw error
    }
  }
  return { ...scan, run: { ...scan.run, search } }
}

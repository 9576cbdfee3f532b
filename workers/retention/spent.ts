import type { SearchStats } from '#server/search/execute.ts'

export type Spent = SearchStats

/** What was spent since it was last asked: each step's memo keeps its share, so that the receipt of a resumed run counts all attempts. */
export type SpentMeter = { take: () => Spent }
export function spentMeter(stats: SearchStats): SpentMeter {
  let last: Spent = { requests: 0, bytes: 0, documents: 0 }
  return {
    take: () => {
      const now = { ...stats }
      const spent = { requests: now.requests - last.requests, bytes: now.bytes - last.bytes, documents: now.documents - last.documents }
      last = now
      return spent
    },
  }
}

/** All that steps say they spent. */
export const sumOf = (steps: readonly { spent: Spent }[]): Spent =>
  steps.reduce((sum, { spent }) => ({ requests: sum.requests + spent.requests, bytes: sum.bytes + spent.bytes, documents: sum.documents + spent.documents }), {
    requests: 0,
    bytes: 0,
    documents: 0,
  })

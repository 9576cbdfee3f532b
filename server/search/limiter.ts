/** How many requests may be under way at once; it learns from the cluster (additive increase, multiplicative decrease). */
export type Limiter = { run: <T>(task: () => Promise<T>) => Promise<T>; good: () => void; busy: () => void; limit: () => number }

const GOOD_UNTIL_ONE_MORE = 20

export function limiter(start: number, most: number): Limiter {
  let limit = start
  let active = 0
  let good = 0
  const waiting: (() => void)[] = []
  const release = () => {
    active--
    while (active < limit) {
      const next = waiting.shift()
      if (!next) return
      active++
      next()
    }
  }
  const acquire = async () => {
    if (active < limit) active++
    else await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return {
    limit: () => limit,
    run: async (task) => {
      await acquire()
      try {
        return await task()
      } finally {
        release()
      }
    },
    good: () => {
      good++
      if (good % GOOD_UNTIL_ONE_MORE === 0) limit = Math.min(most, limit + 1)
    },
    busy: () => {
      good = 0
      limit = Math.max(1, Math.floor(limit / 2))
    },
  }
}

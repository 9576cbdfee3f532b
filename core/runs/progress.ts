/** Units of a stage that were done at an instant (milliseconds). */
export type Sample = { atMs: number; done: number }

const spanMs = 60_000

/** Keeps the samples of the last 60 s, and the newest older one as their base. */
export function keepRecent(samples: readonly Sample[], nowMs: number): Sample[] {
  const first = samples.findIndex((sample) => sample.atMs > nowMs - spanMs)
  return first <= 0 ? [...samples] : samples.slice(first - 1)
}

/**
 * Rate in units per second and time left in milliseconds, from the samples of the last 60 s; null while fewer than two
 * samples or less than half a second tell anything.
 */
export function estimate(samples: readonly Sample[], total: number | null): { rate: number | null; etaMs: number | null } {
  const first = samples[0]
  const last = samples.at(-1)
  if (!first || !last || last.atMs - first.atMs < 500) return { rate: null, etaMs: null }
  const rate = ((last.done - first.done) * 1000) / (last.atMs - first.atMs)
  if (rate <= 0) return { rate: 0, etaMs: null }
  return { rate, etaMs: total === null ? null : Math.round((Math.max(0, total - last.done) / rate) * 1000) }
}

/** Numbers that are the same for the same seed (mulberry32): `between(a, b)` is a whole number from a to b. */
export type Random = { between: (low: number, high: number) => number; chance: (probability: number) => boolean }

export function randomOf(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { between: (low, high) => low + Math.floor(next() * (high - low + 1)), chance: (probability) => next() < probability }
}

/** Random numbers of one stream. Every draw moves the stream on, so the order of calls is part of the result. */
export type Rng = {
  /** Unsigned 32-bit integer. */
  next: () => number
  /** [0, 1) in steps of 2^-32. */
  uniform: () => number
  /** Integer in [0, bound); bound >= 1. */
  below: (bound: number) => number
  /** True with probability p. */
  chance: (p: number) => boolean
  pick: <T>(list: readonly T[]) => T
  /** Index into `weights`, with probability in proportion to the weight. */
  weighted: (weights: readonly number[]) => number
  /** exp(normal(ln median, sigma)), by Box and Muller's transform. */
  logNormal: (median: number, sigma: number) => number
}

/** One round of splitmix32: the finaliser of MurmurHash3 on a Weyl sequence (Steele, Lea, Flood 2014, in 32 bits). */
function splitmix32(state: number): number {
  let z = (state + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}

/** The generator sfc32 of Chris Doty-Humphrey (PractRand 0.94): 128 bits of state, a counter among them. */
function sfc32(seedA: number, seedB: number, seedC: number): () => number {
  let a = seedA | 0
  let b = seedB | 0
  let c = seedC | 0
  let counter = 1
  const next = (): number => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) next()
  return next
}

/** The stream number `stream` of `seed`: streams are independent of each other and of the order in which they are made. */
export function rngOf(seed: number, stream: number): Rng {
  const low = splitmix32(seed)
  const high = splitmix32(low ^ splitmix32(stream))
  const next = sfc32(low, high, splitmix32(high ^ stream))
  const uniform = (): number => next() / 0x1_0000_0000
  const below = (bound: number): number => Math.floor(uniform() * bound)
  return {
    next,
    uniform,
    below,
    chance: (p) => uniform() < p,
    pick: <T>(list: readonly T[]): T => {
      const chosen = list[below(list.length)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    weighted: (weights) => {
      let left = uniform() * weights.reduce((sum, weight) => sum + weight, 0)
      for (const [index, weight] of weights.entries()) {
        left -= weight
        if (left < 0) return index
      }
      return weights.length - 1
    },
    // 1 - uniform() is never 0, so the logarithm is finite.
    logNormal: (median, sigma) => median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())),
  }
}

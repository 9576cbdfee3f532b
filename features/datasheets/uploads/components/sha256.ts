const constants = new Uint32Array(64)
const start = new Uint32Array(8)
/** The first 32 bits of the fractional part. */
const fraction = (value: number): number => (value - Math.floor(value)) * 2 ** 32

for (let candidate = 2, found = 0; found < 64; candidate++) {
  let prime = true
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) prime = false
  if (!prime) continue
  if (found < 8) start[found] = fraction(Math.sqrt(candidate))
  constants[found++] = fraction(Math.cbrt(candidate))
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by))

function mix(state: Uint32Array, words: Uint32Array): void {
  for (let t = 16; t < 64; t++) {
    const a = words[t - 15] as number
    const b = words[t - 2] as number
    const small = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)
    const large = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10)
    words[t] = (words[t - 16] as number) + small + (words[t - 7] as number) + large
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (constants[t] as number) + (words[t] as number)) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [at, word] of [a, b, c, d, e, f, g, h].entries()) state[at] = (state[at] as number) + word
}

/**
 * SHA-256 of bytes as they come. The browser's own digest wants the whole file in memory at once, and is missing where the
 * console is served over plain http.
 */
export function sha256(): { update: (bytes: Uint8Array) => void; hex: () => string } {
  const state = start.slice()
  const words = new Uint32Array(64)
  const block = new Uint8Array(64)
  const view = new DataView(block.buffer)
  let filled = 0
  let total = 0
  const flush = () => {
    for (let t = 0; t < 16; t++) words[t] = view.getUint32(t * 4)
    mix(state, words)
    filled = 0
  }
  const add = (bytes: Uint8Array) => {
    for (let at = 0; at < bytes.length; ) {
      const take = Math.min(64 - filled, bytes.length - at)
      block.set(bytes.subarray(at, at + take), filled)
      filled += take
      at += take
      if (filled === 64) flush()
    }
  }
  const finish = () => {
    const bits = total * 8
    add(Uint8Array.of(0x80))
    add(new Uint8Array((120 - filled) % 64))
    const length = new DataView(new ArrayBuffer(8))
    length.setUint32(0, Math.floor(bits / 2 ** 32))
    length.setUint32(4, bits >>> 0)
    add(new Uint8Array(length.buffer))
  }
  return {
    update: (bytes) => {
      total += bytes.length
      add(bytes)
    },
    hex: () => {
      finish()
      return Array.from(state, (word) => word.toString(16).padStart(8, '0')).join('')
    },
  }
}

const encoder = new TextEncoder()

/** Final mixing of MurmurHash3 (32 bit), public domain: spreads every input bit over the whole word. */
function mix(word: number): number {
  let h = word
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** FNV-1a (32 bit) over the UTF-8 bytes, started from `seed`. */
function fnv(bytes: Uint8Array, seed: number): number {
  let h = seed
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193)
  return h >>> 0
}

/**
 * Rank of a player in a sample: a whole number in [0, 2^52), the same for the same uid everywhere and for ever.
 * A sample of N are the N least ranks (ties: least uid), so a bigger sample holds every smaller one.
 */
export function sampleRank(uid: string): number {
  const bytes = encoder.encode(uid)
  const high = mix(fnv(bytes, 0x811c9dc5)) & 0xfffff
  return high * 0x1_0000_0000 + mix(fnv(bytes, 0x9747b28c))
}

const turn = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

function finish(word: number): number {
  let mixed = word ^ (word >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/**
 * Hash of 128 bits over `bytes` bytes that begin at word `from`; the words behind the last byte must be zero up to a whole word. Into `out`, four words.
 * MurmurHash3_x86_128 (Austin Appleby, public domain), except that the tail is a block filled up with zeros; the length is part of the hash, so that
 * this keeps texts apart. It is no secret-keyed hash: who needs that nobody can make two texts collide gives each diff a `seed` of its own.
 */
export function hash128(words: Int32Array, from: number, bytes: number, seed: number, out: Int32Array): void {
  let [a, b, c, d] = [seed, seed, seed, seed]
  const end = from + ((bytes + 3) >> 2)
  for (let at = from; at < end; at += 4) {
    a ^= Math.imul(turn(Math.imul(words[at] as number, 0x239b961b), 15), 0xab0e9789)
    a = (Math.imul((turn(a, 19) + b) | 0, 5) + 0x561ccd1b) | 0
    b ^= Math.imul(turn(Math.imul(at + 1 < end ? (words[at + 1] as number) : 0, 0xab0e9789), 16), 0x38b34ae5)
    b = (Math.imul((turn(b, 17) + c) | 0, 5) + 0x0bcaa747) | 0
    c ^= Math.imul(turn(Math.imul(at + 2 < end ? (words[at + 2] as number) : 0, 0x38b34ae5), 17), 0xa1e38b93)
    c = (Math.imul((turn(c, 15) + d) | 0, 5) + 0x96cd1c35) | 0
    d ^= Math.imul(turn(Math.imul(at + 3 < end ? (words[at + 3] as number) : 0, 0xa1e38b93), 18), 0x239b961b)
    d = (Math.imul((turn(d, 13) + a) | 0, 5) + 0x32ac3b17) | 0
  }
  a ^= bytes
  b ^= bytes
  c ^= bytes
  d ^= bytes
  a = (a + b + c + d) | 0
  b = (b + a) | 0
  c = (c + a) | 0
  d = (d + a) | 0
  a = finish(a)
  b = finish(b)
  c = finish(c)
  d = finish(d)
  a = (a + b + c + d) | 0
  out[0] = a
  out[1] = (b + a) | 0
  out[2] = (c + a) | 0
  out[3] = (d + a) | 0
}

/** Ten bits and seven places a key: of a hundred keys that a block does not hold, fewer than one seems to be there. */
const bitsPerKey = 10
const places = 7
const leastBits = 64

/** What stands for a key: JSON of its columns with their canonical values, in the order of the key. */
export const keyText = (key: Readonly<Record<string, string | null>>): string => JSON.stringify(key)

/** Two numbers of 32 bits of a key (cyrb53's mixing): enough for a filter, and a tenth of the time of a digest. */
function hashesOf(key: string): [number, number] {
  let [a, b] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < key.length; at++) {
    const unit = key.charCodeAt(at)
    a = Math.imul(a ^ unit, 0x9e3779b1)
    b = Math.imul(b ^ unit, 0x5f356495)
  }
  a = Math.imul(a ^ (a >>> 16), 0x85ebca6b) ^ Math.imul(b ^ (b >>> 13), 0xc2b2ae35)
  b = Math.imul(b ^ (b >>> 16), 0x85ebca6b) ^ Math.imul(a ^ (a >>> 13), 0xc2b2ae35)
  return [a >>> 0, b >>> 0]
}

/** Where a key's bits are: its two numbers, combined. */
function* bitsOf(key: string, bits: number): Generator<number> {
  const [first, step] = hashesOf(key)
  for (let place = 0; place < places; place++) yield (first + place * (step % bits)) % bits
}

/** A Bloom filter of some keys (`keyText`): what the history of one row reads instead of every block. */
export function keyFilterOf(keys: readonly string[]): Uint8Array<ArrayBuffer> {
  const bits = Math.ceil(Math.max(leastBits, keys.length * bitsPerKey) / 8) * 8
  const filter = new Uint8Array(bits / 8)
  for (const key of keys) for (const bit of bitsOf(key, bits)) filter[bit >> 3] = (filter[bit >> 3] as number) | (1 << (bit & 7))
  return filter
}

/** Whether a filter's keys may have been such that this one is among them. False: it is not. */
export function mayHold(filter: Uint8Array, key: string): boolean {
  for (const bit of bitsOf(key, filter.length * 8)) if (((filter[bit >> 3] as number) & (1 << (bit & 7))) === 0) return false
  return true
}

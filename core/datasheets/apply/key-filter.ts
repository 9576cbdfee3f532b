import { createHash } from 'node:crypto'

/** Ten bits and seven places a key: of a hundred keys that a block does not hold, fewer than one seems to be there. */
const bitsPerKey = 10
const places = 7
const leastBits = 64

/** What stands for a key: JSON of its columns with their canonical values, in the order of the key. */
export const keyText = (key: Readonly<Record<string, string | null>>): string => JSON.stringify(key)

/** Where a key's bits are: two numbers of 48 bits of its SHA-256, combined. */
function* bitsOf(key: string, bits: number): Generator<number> {
  const digest = createHash('sha256').update(key).digest()
  const [first, step] = [digest.readUIntBE(0, 6), digest.readUIntBE(6, 6)]
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

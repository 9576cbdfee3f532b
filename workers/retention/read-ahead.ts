/**
 * Reads pieces that follow each other from 0 to `total`, each once and of the size that `sizeNow` answers when it is begun,
 * and the next one while its own is written. What is read ahead in vain fails in silence.
 */
export function readAhead<T>(total: number, sizeNow: () => number, read: (from: number, count: number) => Promise<T>): (from: number) => Promise<T> {
  type Begun = { count: number; reading: Promise<T> }
  const begun = new Map<number, Begun>()
  const begin = (from: number): Begun => {
    const known = begun.get(from)
    if (known) return known
    const count = Math.min(sizeNow(), total - from)
    const one = { count, reading: read(from, count) }
    one.reading.catch(() => undefined)
    begun.set(from, one)
    return one
  }
  return (from) => {
    const { count, reading } = begin(from)
    begun.delete(from)
    if (from + count < total) begin(from + count)
    return reading
  }
}

/**
 * Reads each of the pieces that begin at 0, `step`, 2 x `step`, ... below `size` once, and the next one while its own is
 * written. What is read ahead in vain fails in silence.
 */
export function readAhead<T>(size: number, step: number, read: (from: number) => Promise<T>): (from: number) => Promise<T> {
  const begun = new Map<number, Promise<T>>()
  const begin = (from: number): Promise<T> => {
    const reading = begun.get(from) ?? read(from)
    reading.catch(() => undefined)
    begun.set(from, reading)
    return reading
  }
  return (from) => {
    const reading = begin(from)
    begun.delete(from)
    if (from + step < size) begin(from + step)
    return reading
  }
}

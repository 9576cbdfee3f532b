type Kept = { value: Promise<unknown>; bytes: number }

/** Values by key, the latest used ones up to a number of bytes. Nothing that is kept may ever change. */
export type ByteCache = {
  /** The value of `key`; `load` is called when it is not there, once for all who wait. What fails to load is not kept. */
  get: <T>(key: string, load: () => Promise<T>, bytesOf: (value: T) => number) => Promise<T>
  /** Whether `key` is there or being loaded. */
  has: (key: string) => boolean
  bytes: () => number
  clear: () => void
}

/** A value larger than half of `mostBytes` is handed out and not kept: it would push out all others. */
export function byteCache(mostBytes: number): ByteCache {
  const kept = new Map<string, Kept>()
  let total = 0
  const drop = (key: string): void => {
    total -= kept.get(key)?.bytes ?? 0
    kept.delete(key)
  }
  const weigh = (key: string, entry: Kept, bytes: number): void => {
    if (kept.get(key) !== entry) return
    if (bytes > mostBytes / 2) {
      drop(key)
      return
    }
    entry.bytes = bytes
    total += bytes
    for (const [oldest, other] of kept) {
      if (total <= mostBytes) return
      if (other !== entry && other.bytes > 0) drop(oldest)
    }
  }
  return {
    get: <T>(key: string, load: () => Promise<T>, bytesOf: (value: T) => number): Promise<T> => {
      const known = kept.get(key)
      if (known) {
        kept.delete(key)
        kept.set(key, known)
        // What stands under a key was loaded for that key: keys tell kinds apart.
        return known.value as Promise<T>
      }
      const value = load()
      const entry: Kept = { value, bytes: 0 }
      kept.set(key, entry)
      value.then(
        (loaded) => weigh(key, entry, bytesOf(loaded)),
        () => kept.get(key) === entry && drop(key),
      )
      return value
    },
    has: (key) => kept.has(key),
    bytes: () => total,
    clear: () => {
      kept.clear()
      total = 0
    },
  }
}

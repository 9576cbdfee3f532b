import { type DisplayChange, joinChanges } from '#core/shared/display.ts'

export type Save = (change: DisplayChange) => Promise<unknown>
type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

function read(storage: Kept, key: string): DisplayChange | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null')
    return typeof value === 'object' ? (value as DisplayChange | null) : null
  } catch {
    return null
  }
}

/**
 * Sends changes one after the other, joined while one is under way. What is not saved yet lies in this browser under `key`:
 * a page that is left too early, or a console that does not answer, loses nothing. `left` is what an earlier page could not
 * save; it is tried once more, and given up when it is refused again.
 */
export function unsavedChanges(storage: Kept, key: string, save: Save): { left: DisplayChange | null; keep: (change: DisplayChange) => Promise<void> } {
  const left = read(storage, key)
  let waiting = left
  let busy = false
  const send = async (): Promise<void> => {
    if (busy) return
    busy = true
    try {
      while (waiting) {
        const sent = waiting
        await save(sent)
        if (waiting !== sent) continue
        waiting = null
        storage.removeItem(key)
      }
    } catch {
      // It stays where it lies: the next change or the next page takes it along.
    } finally {
      busy = false
    }
  }
  const keep = (change: DisplayChange): Promise<void> => {
    waiting = waiting ? joinChanges(waiting, change) : change
    storage.setItem(key, JSON.stringify(waiting))
    return send()
  }
  const again = async () => {
    await send()
    if (waiting !== left) return
    waiting = null
    storage.removeItem(key)
  }
  if (left) void again()
  return { left, keep }
}

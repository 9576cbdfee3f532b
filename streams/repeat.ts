import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '#server/log.ts'

/**
 * Calls `turn` again and again until `signal` aborts: `everyMs` after a turn, at once when it says that there is more,
 * and a second later after a fault. Resolves when the last turn is over.
 */
export async function repeat(name: string, everyMs: number, signal: AbortSignal, turn: () => Promise<boolean | undefined>): Promise<void> {
  while (!signal.aborted) {
    let waitMs = everyMs
    try {
      if (await turn()) waitMs = 0
    } catch (error) {
      log.warn({ err: error, stream: name }, 'stream turn failed')
      waitMs = Math.max(everyMs, 1_000)
    }
    if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {})
  }
}

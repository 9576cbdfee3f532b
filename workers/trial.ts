import { setTimeout as sleep } from 'node:timers/promises'

/** Nobody waits longer than this: with the lease before it, a run goes on within 15 s after its worker died. */
const longestWaitMs = 3_000

/**
 * Runs whose worker died begin one after the other in a process, each when the one before has finished a step or ended.
 * When one of them kills its worker again, the others have not begun, and no death is counted against them.
 */
export class Trials {
  private last: Promise<void> = Promise.resolve()

  /** Waits for one's turn; what it answers lets the next one begin. */
  async enter(): Promise<() => void> {
    const before = this.last
    let leave = () => {}
    this.last = new Promise<void>((resolve) => {
      leave = resolve
    })
    const waited = new AbortController()
    await Promise.race([before, sleep(longestWaitMs, undefined, { signal: waited.signal }).catch(() => {})])
    waited.abort()
    return leave
  }
}

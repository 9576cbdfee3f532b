/** What is remembered of failed proofs of one account from one place. */
export type Guard = { failures: number; lastFailureAt: Date; lockedUntil: Date | null }

/** How many failures are free, how long the first lock is and how long the longest. */
export type Patience = { free: number; windowMs: number; firstLockMs: number; longestLockMs: number }

const minute = 60_000

/** One account from one place (a browser that signed in before, else an address): 5 failures in 15 minutes, then 15 minutes, doubling to 4 hours. */
export const onePlace: Patience = { free: 5, windowMs: 15 * minute, firstLockMs: 15 * minute, longestLockMs: 240 * minute }

/**
 * One account from all places together that never signed in to it: slows those who change their address. Places with a
 * sign-in of their own behind them are not counted and not slowed, so that nobody can lock the owner out.
 */
export const strangers: Patience = { free: 50, windowMs: 60 * minute, firstLockMs: minute, longestLockMs: 15 * minute }

/** Milliseconds until another proof may be tried; 0 when it may be now. */
export const waitOf = (guard: Guard | null, now: Date): number => Math.max(0, (guard?.lockedUntil?.getTime() ?? 0) - now.getTime())

/** Everything is forgotten once the longest lock would be over. */
const forgottenAfter = ({ windowMs, longestLockMs }: Patience): number => windowMs + longestLockMs

/** The guard after one more failure: failures apart by more than the window do not add up, a lock that was reached does. */
export function afterFailure(guard: Guard | null, now: Date, patience: Patience): Guard {
  const quietMs = guard ? now.getTime() - guard.lastFailureAt.getTime() : Number.POSITIVE_INFINITY
  const reached = guard !== null && guard.failures >= patience.free
  const kept = guard && quietMs <= (reached ? forgottenAfter(patience) : patience.windowMs) ? guard.failures : 0
  const failures = kept + 1
  const over = failures - patience.free
  // The exponent is bounded before it is used: thousands of failures are no number of milliseconds.
  const lockMs = over < 0 ? 0 : Math.min(patience.longestLockMs, patience.firstLockMs * 2 ** Math.min(over, 20))
  return { failures, lastFailureAt: now, lockedUntil: lockMs > 0 ? new Date(now.getTime() + lockMs) : null }
}

/** The guard without its last failure, which was none after all (a right password that still needs its code). */
export function withoutOne(guard: Guard, patience: Patience): Guard {
  const failures = Math.max(0, guard.failures - 1)
  return { ...guard, failures, lockedUntil: failures < patience.free ? null : guard.lockedUntil }
}

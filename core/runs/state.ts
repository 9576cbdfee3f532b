export const runStates = ['queued', 'running', 'pausing', 'paused', 'cancelling', 'cancelled', 'failed', 'succeeded'] as const
export type RunState = (typeof runStates)[number]
export const runCommands = ['cancel', 'pause', 'resume', 'retry'] as const
export type RunCommand = (typeof runCommands)[number]

/** `to` is where the run goes; `enqueue` says that a worker has to be told. */
export type Decision = { allowed: true; to: RunState; enqueue: boolean } | { allowed: false }

const refused: Decision = { allowed: false }
const go = (to: RunState, enqueue = false): Decision => ({ allowed: true, to, enqueue })

const whenHeld: Record<RunCommand, Partial<Record<RunState, Decision>>> = {
  cancel: { queued: go('cancelled'), running: go('cancelling'), pausing: go('cancelling'), paused: go('cancelled'), cancelling: go('cancelling') },
  pause: { queued: go('paused'), running: go('pausing'), pausing: go('pausing'), paused: go('paused') },
  resume: { pausing: go('running'), paused: go('queued', true) },
  retry: { failed: go('queued', true), cancelled: go('queued', true) },
}

/**
 * What a user's command does to a run. `held` says that a worker holds the run right now: without one there is nobody to
 * wait for, so cancel and pause take effect at once. `outside`: something may have happened outside of the console
 * (`outsideStep`), so that a worker has to look before the run is cancelled.
 */
export function decideCommand(state: RunState, command: RunCommand, held: boolean, outside = false): Decision {
  const decision = whenHeld[command][state] ?? refused
  if (command === 'cancel' && outside && decision.allowed) return go('cancelling', !held)
  if (!decision.allowed || held) return decision
  if (decision.to === 'cancelling') return go('cancelled')
  if (decision.to === 'pausing') return go('paused')
  return decision.to === 'running' ? go('queued', true) : decision
}

/**
 * Where a run goes when its handler stopped between steps: as asked, or back to the queue when the worker shuts down. `outside`: nobody has looked yet
 * what happened outside of the console, so that it is not cancelled before.
 */
export function decideStop(state: RunState, outside = false): Decision {
  if (state === 'pausing') return go('paused')
  if (state === 'cancelling') return outside ? go('cancelling', true) : go('cancelled')
  return state === 'running' ? go('queued', true) : refused
}

export type FailureDecision = { to: 'failed' } | { to: 'queued'; delayMs: number } | { to: 'paused' | 'cancelled' }

/**
 * After a fault: another attempt 1, 4, 9 ... seconds later while there are attempts left; a wish to stop comes first, but not before what nobody knows
 * (`unknown`): that is never called cancelled.
 */
export function decideFailure(state: RunState, attempt: number, attempts: number, final: boolean, unknown = false): FailureDecision {
  if (unknown) return { to: 'failed' }
  if (state === 'cancelling') return { to: 'cancelled' }
  if (final || attempt >= attempts) return { to: 'failed' }
  if (state === 'pausing') return { to: 'paused' }
  return { to: 'queued', delayMs: Math.min(60_000, 1000 * attempt * attempt) }
}

export const isEnded = (state: RunState): boolean => state === 'succeeded' || state === 'failed' || state === 'cancelled'
export const isActive = (state: RunState): boolean => !isEnded(state) && state !== 'paused'

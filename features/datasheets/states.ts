import type { RunState } from '#core/runs/state.ts'
import type { PlanState } from '#features/datasheets/plans/schema.ts'

/** States of a run that is not over: its plan is being computed, or will be. */
export const activeStates = ['queued', 'running', 'pausing', 'paused', 'cancelling'] as const satisfies readonly RunState[]

/** What a plan is: only a comparison that ended well leaves a digest; else its run tells. */
export function planStateOf(sha256: string | null, run: RunState): PlanState {
  if (sha256 !== null) return 'draft'
  return (activeStates as readonly RunState[]).includes(run) ? 'computing' : 'failed'
}

import type { Arena } from '#faults/arena.ts'

/** What a repetition measured. `recoveryMs` runs from the moment everything was back; `said` is what the API told meanwhile. */
export type Outcome = { recoveryMs: number; said: string }

/** A fault and its oracle: `run` throws what is wrong. */
export type Drill = { name: string; what: string; run: (arena: Arena) => Promise<Outcome> }

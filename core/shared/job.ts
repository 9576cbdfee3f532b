import type { z } from 'zod'

/**
 * What a run of one kind is, declared apart from its handler so that a producer never loads the handler.
 * `stages` in order (message keys `runs.stages.<name>`), `attempts` in all, `payload` holds ids only.
 */
export type JobDeclaration<Kind extends string = string, Payload = unknown> = {
  kind: Kind
  stages: readonly string[]
  attempts: number
  payload: z.ZodType<Payload>
}

/**
 * How the names of steps begin after which something may have happened outside of the console that only the handler can find out. A run with such a step
 * is given to its handler even when it is to be cancelled; the handler forgets the step once it knows that nothing happened.
 */
export const outsideStep = 'outside/'

import type { z } from 'zod'

/**
 * What a run of one kind is, declared apart from its handler so that a producer never loads the handler.
 * `stages` in order (message keys `runs.stages.<name>`), `attempts` in all, `payload` holds ids only. `asksAfter`: a step after which something may have
 * happened outside of the console that only the handler can find out: such a run is given to it even when it is to be cancelled.
 */
export type JobDeclaration<Kind extends string = string, Payload = unknown> = {
  kind: Kind
  stages: readonly string[]
  attempts: number
  payload: z.ZodType<Payload>
  asksAfter?: string
}

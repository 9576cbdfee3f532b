import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'
import { Refusal, RunFailure } from '#core/shared/refusal.ts'
import { insertLog } from '#features/runs/execution/repository.ts'
import type { Entry } from '#workers/registry.ts'
import type { RunHandler } from '#workers/run-context.ts'

/** A run for tests: `steps` steps of `stepMs`, each writing one line to the log as its effect. */
const payload = z.strictObject({ steps: z.int(), stepMs: z.int(), fault: z.enum(['none', 'refuse', 'throw']).default('none') })
export type CountPayload = z.input<typeof payload>
export const countJob: JobDeclaration<'sample.load', z.infer<typeof payload>> = { kind: 'sample.load', stages: ['logs'], attempts: 2, payload }

const handle: RunHandler<z.infer<typeof payload>> = async (context) => {
  const { steps, stepMs, fault } = context.payload
  await context.stage('logs', steps)
  for (let n = 0; n < steps; n++) {
    await context.step({
      name: `count/${n}`,
      work: async (signal) => {
        await sleep(stepMs, undefined, { signal })
        if (fault === 'refuse' && n === 2) throw new RunFailure(new Refusal('sample_count_differs', 500, { index: 'x' }))
        if (fault === 'throw' && n === 2) throw new Error('the disk is full')
        return n
      },
      commit: (tx) => insertLog(tx, BigInt(context.runId), 'info', 'effect', { n }),
      memo: (done) => ({ done }),
    })
  }
  await context.artefact({ name: 'count.txt', contentType: 'text/plain', content: `${steps} 걸음\n` })
  return { result: { counted: steps } }
}

/** Stands in for the handler of `sample.load`, so that the platform is tested by itself. */
export const countKinds: ReadonlyMap<string, Entry> = new Map([
  [countJob.kind, { job: countJob as JobDeclaration, load: async () => handle as RunHandler<unknown> }],
])

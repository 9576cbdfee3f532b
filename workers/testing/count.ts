import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { JobDeclaration } from '#core/shared/job.ts'
import { Refusal, RunFailure } from '#core/shared/refusal.ts'
import type { Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { openSearch } from '#server/search/client.ts'
import { executor } from '#server/search/execute.ts'
import type { Entry } from '#workers/registry.ts'
import type { RunHandler } from '#workers/run-context.ts'

/** A run for tests: `steps` steps of `stepMs`, each writing one line to the log as its effect. */
const payload = z.strictObject({
  steps: z.int(),
  stepMs: z.int(),
  fault: z.enum(['none', 'refuse', 'throw', 'die']).default('none'),
  /** A cluster that every step asks something, with the patience of real handlers. */
  searchUrl: z.string().optional(),
  /** Lines that a step writes. */
  rows: z.int().min(1).default(1),
})
export type CountPayload = z.input<typeof payload>
export const countJob: JobDeclaration<'sample.load', z.infer<typeof payload>> = { kind: 'sample.load', stages: ['logs'], attempts: 2, payload }

const handle: RunHandler<z.infer<typeof payload>> = async (context) => {
  const { steps, stepMs, fault, searchUrl, rows } = context.payload
  const client = searchUrl ? openSearch({ url: searchUrl }) : null
  await context.stage('logs', steps)
  for (let n = 0; n < steps; n++) {
    await context.step({
      name: `count/${n}`,
      work: async (signal) => {
        await sleep(stepMs, undefined, { signal })
        if (fault === 'refuse' && n === 2) throw new RunFailure(new Refusal('sample_count_differs', 500, { index: 'x' }))
        if (fault === 'throw' && n === 2) throw new Error('the disk is full')
        if (fault === 'die' && n === 2) process.kill(process.pid, 'SIGKILL')
        if (client) await executor(client, { signal }).search({ size: 0 }, '*')
        return n
      },
      commit: (tx) => writeLines(tx, BigInt(context.runId), n, rows),
      memo: (done) => ({ done }),
    })
  }
  await client?.close()
  await context.artefact({ name: 'count.txt', contentType: 'text/plain', content: `${steps} 걸음\n` })
  return { result: { counted: steps } }
}

/** `rows` lines in one statement, as handlers write their rows in batches. */
export async function writeLines(tx: Tx, runId: bigint, n: number, rows: number): Promise<void> {
  const params = JSON.stringify({ n })
  const lines = Array.from({ length: rows }, () => Prisma.sql`(${runId}, UTC_TIMESTAMP(3), 'info', 'effect', ${params})`)
  await tx.$executeRaw`INSERT INTO runs_log (runId, at, level, code, params) VALUES ${Prisma.join(lines)}`
}

/** Stands in for the handler of `sample.load`, so that the platform is tested by itself. */
export const countKinds: ReadonlyMap<string, Entry> = new Map([
  [countJob.kind, { job: countJob as JobDeclaration, load: async () => handle as RunHandler<unknown> }],
])

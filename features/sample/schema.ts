import { z } from 'zod'
import { run } from '#features/runs/schema.ts'

export const sampleSize = z.enum(['small', 'medium', 'large'])
export const sampleRequest = z
  .strictObject({ size: sampleSize.default('small'), seed: z.int().min(0).max(2_147_483_647).default(1) })
  .meta({ id: 'SampleRequest' })
export const dataset = z
  .object({
    runId: z.string(),
    size: sampleSize,
    seed: z.int(),
    /** Name of the log source that was registered for it. */
    source: z.string(),
    newPlayers: z.int(),
    /** The window of all arrivals, and one whole day of it (KST), as instants with offset. */
    window: z.object({ from: z.string(), to: z.string() }),
    day: z.object({ from: z.string(), to: z.string() }),
    /** Documents per index, counted in the cluster at the end; null until then. */
    documents: z.record(z.string(), z.number()).nullable(),
    /** Game databases made, with rows per table; null until then. */
    databases: z.array(z.object({ environment: z.string(), database: z.string(), tables: z.record(z.string(), z.number()) })).nullable(),
  })
  .meta({ id: 'Dataset' })
export const sampleStarted = z.object({ run, dataset }).meta({ id: 'SampleStarted' })
export const datasetList = z.object({ items: z.array(dataset) }).meta({ id: 'DatasetList' })

export type SampleSize = z.infer<typeof sampleSize>
export type SampleRequest = z.infer<typeof sampleRequest>
export type Dataset = z.infer<typeof dataset>

import { z } from 'zod'
import { runKinds } from '#core/runs/kinds.ts'
import { runCommands, runStates } from '#core/runs/state.ts'
import { pageOf, paging } from '#core/shared/paging.ts'

export const runState = z.enum(runStates)
export const runKind = z.enum(runKinds)

const params = z.record(z.string(), z.union([z.string(), z.number()]))

/** Why a run failed: `problems.<code>` with its values; `detail` is what the other side said, verbatim. */
export const runError = z.object({ code: z.string(), params, detail: z.string().nullable(), stage: z.string().nullable() })

export const runArtefact = z.object({
  id: z.string(),
  name: z.string(),
  contentType: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
})

/** A snapshot of a run. `revision` rises with each change: a snapshot with a lower one is older. */
export const run = z
  .object({
    id: z.string(),
    kind: runKind,
    /** Values of the message `runs.kinds.<kind>.title`. */
    title: params,
    state: runState,
    stages: z.array(z.string()),
    stage: z.string().nullable(),
    done: z.number(),
    /** Null while it is not known. */
    total: z.number().nullable(),
    /** Units per second over the last 60 s; null while unknown. */
    rate: z.number().nullable(),
    /** Milliseconds left in the current stage; null while unknown. */
    etaMs: z.number().nullable(),
    worker: z.string().nullable(),
    attempt: z.int(),
    error: runError.nullable(),
    result: z.record(z.string(), z.unknown()).nullable(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    updatedAt: z.iso.datetime(),
    revision: z.int(),
  })
  .meta({ id: 'Run' })
export const runDetail = run.extend({ artefacts: z.array(runArtefact) }).meta({ id: 'RunDetail' })
export const runPage = pageOf(run).meta({ id: 'RunPage' })

/** Columns a list of runs may be sorted by. */
export const runSorts = ['createdAt', 'updatedAt', 'kind', 'state', 'id'] as const
export const runQuery = z.strictObject({
  ...paging,
  q: z.string().trim().max(200).optional(),
  kind: runKind.optional(),
  /** One state, or several with commas. */
  state: z.string().max(200).optional(),
  /** `me` or a user's id. */
  by: z.string().max(36).optional(),
  /** ISO instants with offset. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})

export const runLog = z
  .object({ id: z.string(), at: z.iso.datetime(), level: z.enum(['info', 'warn', 'error']), code: z.string(), params: params.nullable() })
  .meta({ id: 'RunLog' })
export const runLogQuery = z.strictObject({ after: z.string().max(20).optional(), limit: z.coerce.number().int().min(1).max(500).default(200) })
export const runLogList = z.object({ items: z.array(runLog) }).meta({ id: 'RunLogList' })

export const runCommand = z.enum(runCommands)

/** What every job of the queue carries: the run's id and nothing else. */
export const runJob = z.strictObject({ runId: z.string().regex(/^[1-9]\d{0,18}$/) })

/** How many workers said they are alive within the last 10 s. */
export const workersAlive = z.object({ alive: z.int(), checkedAt: z.iso.datetime() }).meta({ id: 'WorkersAlive' })

export type RunState = z.infer<typeof runState>
export type Run = z.infer<typeof run>
export type RunDetail = z.infer<typeof runDetail>
export type RunPage = z.infer<typeof runPage>
export type RunQuery = z.infer<typeof runQuery>
export type RunError = z.infer<typeof runError>
export type RunLog = z.infer<typeof runLog>
export type RunArtefact = z.infer<typeof runArtefact>
export type RunCommand = z.infer<typeof runCommand>
export type WorkersAlive = z.infer<typeof workersAlive>

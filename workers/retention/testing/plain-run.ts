import { randomUUID } from 'node:crypto'
import { type Activity, definitionHash, definitionOf, type IdentityRule, type NicknameSource } from '#core/retention/definition.ts'
import { defaultMetrics, type Metric } from '#core/retention/metrics.ts'
import type { SheetRow } from '#core/retention/sheet.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { insertSource } from '#features/gamelog/repository.ts'
import { insertAnalysis } from '#features/retention/repository.ts'
import { openSheet, placesOf, readRows } from '#features/retention/sheet/service.ts'
import { db, type Tx } from '#server/database.ts'
import type { Prisma } from '#server/generated/prisma/client.ts'
import type { RunContext, RunOutcome, Step } from '#workers/run-context.ts'

export type AnalysisInput = {
  url: string
  prefix: string
  from: number
  to: number
  lookbackDays?: number
  sample?: number
  identity?: IdentityRule
  activity?: Activity
  nickname?: NicknameSource
  /** Metrics after the nine. */
  also?: readonly Metric[]
}

/** A source and an analysis of it, without the platform of runs around it. Answers the run's id. */
export async function prepareAnalysis(input: AnalysisInput): Promise<bigint> {
  const { url, prefix, from, to, lookbackDays = null, sample = null } = input
  return db.$transaction(async (tx) => {
    const source = await insertSource(tx, { name: `t-${randomUUID()}`, url, prefix, zone: 'Asia/Seoul', resetHour: 0, insecureTls: false })
    const runId = BigInt(Date.now()) * 1_000n + BigInt(Math.floor(performance.now() * 7) % 1_000)
    const { identity = 'uid', activity = { gapMs: 300_000, sessionCapMs: null }, nickname = { field: null, table: null }, also = [] } = input
    const metrics = [...defaultMetrics, ...also].map((metric) => ({ ...metric, version: 1 }))
    const definition = definitionOf({ sourceId: source.id, prefix, window: { from, to }, lookbackDays, sample, identity, activity, nickname, metrics })
    await insertAnalysis(tx, {
      runId,
      sourceId: source.id,
      from: new Date(from),
      to: new Date(to),
      definition: definition as Prisma.InputJsonObject,
      definitionHash: definitionHash(definition),
    })
    return runId
  })
}

export type PlainRun = RunContext<Record<string, never>> & {
  memos: Map<string, unknown>
  stages: string[]
  logs: string[]
  files: string[]
  afterStep: ((name: string) => Promise<void>) | null
}

async function takeStep<Work, Memo>(run: PlainRun, step: Step<Work, Memo>): Promise<Memo> {
  if (run.memos.has(step.name)) return run.memos.get(step.name) as Memo
  const work = await step.work(run.signal)
  await db.$transaction(async (tx: Tx) => {
    await step.commit?.(tx, work)
  })
  // Memos go through JSON, as they do in the table of steps.
  const memo = JSON.parse(JSON.stringify(step.memo(work))) as Memo
  run.memos.set(step.name, memo)
  await run.afterStep?.(step.name)
  return memo
}

/** Runs steps one after the other on the real database and remembers their memos, so that a second handler can go on from them. */
export function plainRun(runId: bigint, memos = new Map<string, unknown>()): PlainRun {
  const run: PlainRun = {
    runId: String(runId),
    payload: {},
    signal: new AbortController().signal,
    memos,
    stages: [],
    logs: [],
    files: [],
    afterStep: null,
    stage: async (name) => {
      run.stages.push(name)
    },
    step: (step) => takeStep(run, step),
    forget: async (prefixes, undo) => {
      await db.$transaction(async (tx) => undo?.(tx))
      for (const name of [...memos.keys()]) if (prefixes.some((prefix) => name.startsWith(prefix))) memos.delete(name)
    },
    artefact: async ({ name }) => {
      run.files.push(name)
    },
    log: async (_level, code) => {
      run.logs.push(code)
    },
  }
  return run
}

export const finish = (outcome: RunOutcome): Promise<void> => db.$transaction(async (tx) => outcome.commit?.(tx))

/** The stored sheet in the shape of the oracle's rows. */
export async function storedSheet(runId: bigint): Promise<SheetRow[]> {
  const sheet = await openSheet(String(runId))
  if (sheet instanceof Refusal) throw new Error(sheet.code)
  const all = { rows: null, total: sheet.rows, sorted: false }
  return readRows(sheet, placesOf(all, 0, sheet.rows), false)
}

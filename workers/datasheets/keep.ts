import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '#core/datasheets/finding.ts'
import { BLOCK_CHARACTERS, BLOCK_OPERATIONS } from '#core/datasheets/plan-rows.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { clearPlan, finishPlan, isSwept, keepApart, keepFindings, keepOperations, keepTable } from '#features/datasheets/execution/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { FenceLost } from '#features/runs/execution/repository.ts'
import { env } from '#server/env.ts'
import { runFoldersRoot as root } from '#server/files/run-folders.ts'
import { addressDigest } from '#server/game-address.ts'
import { log } from '#server/log.ts'
import type { CompareJob, DiffJob, DiffResult } from '#workers/datasheets/child/job.ts'
import { linesOf } from '#workers/datasheets/lines.ts'
import { type ChildLimits, runChild } from '#workers/datasheets/run-child.ts'
import { removeFolders, runFolder } from '#workers/datasheets/run-folder.ts'
import { Interrupted } from '#workers/interrupted.ts'
import type { RunContext, RunOutcome } from '#workers/run-context.ts'

export const limits: ChildLimits = { heapMegabytes: env.DATASHEETS_HEAP_MB, memoryMegabytes: env.DATASHEETS_MEMORY_MB, seconds: env.DATASHEETS_SECONDS }
export const findingsPerCode = 1_000
const findingsPerStep = 2_000
/** Blocks of operations that are kept in one transaction. */
const blocksPerStep = 20
/** And of their lines: less than what a transaction and a packet may take. */
const charactersPerStep = 4 * BLOCK_CHARACTERS

type Context = RunContext<DiffPayload>
/** What the child left: the result without what is read from files. */
type Compared = Omit<DiffResult, 'durationsMs' | 'peakBytes' | 'cpuMs'> & Read
/** Where it left that, and which database it read: an environment may be led elsewhere before a run goes on. */
type Read = { folder: string; addressSha256: string }
const counts = ['insert', 'update', 'delete'] as const
const operationsOf = (table: TableResult): number => counts.reduce((sum, kind) => sum + table[kind], 0)
const apartOf = ({ theirs = 0, both = 0 }: TableResult): number => theirs + both

/** What a run compares: the plan that it keeps the result in, the address of the database that it is for, and what a child is told that works in `folder`. */
export type Comparing = { planId: bigint; url: string; jobIn: (folder: string) => DiffJob | CompareJob }

/** Compares in a child and keeps what would change as a plan. `stage` is the first of the run's stages, which `prepare` belongs to. */
export async function compareAndKeep(context: Context, stage: string, prepare: (runId: bigint) => Promise<Comparing>): Promise<RunOutcome> {
  try {
    await context.stage(stage, 1)
    return await keptComparison(context, await prepare(BigInt(context.runId)))
  } catch (error) {
    if (!goesOn(context.signal.aborted ? context.signal.reason : error)) await removeFolders(context.runId)
    throw error
  }
}

/** Whether somebody goes on with the run, here or elsewhere: what was compared is still good then. */
const goesOn = (error: unknown): boolean => error instanceof FenceLost || (error instanceof Interrupted && error.why !== 'cancel')

async function keptComparison(context: Context, comparing: Comparing): Promise<RunOutcome> {
  const { planId } = comparing
  await beginSweptAnew(context, planId, ['compare', 'keep/'])
  const compared = await comparedFiles(context, comparing)
  await keepAll(context, planId, compared)
  await removeFolders(context.runId)
  const { sha256, schemaFingerprint, addressSha256, readAt, findings, unreadSheets, schema, tables } = compared
  const totals = Object.fromEntries(counts.map((kind) => [kind, tables.reduce((sum, table) => sum + table[kind], 0)]))
  const conflicts = tables.reduce((sum, { both = 0 }) => sum + both, 0)
  return {
    // A plan with conflicts is none that could be applied: it has no digest.
    result: { plan: String(planId), ...(conflicts > 0 ? { conflicts } : { sha256 }), tables: tables.length, ...totals },
    commit: (tx) => finishPlan(tx, planId, { sha256, schemaFingerprint, addressSha256, readAt, findings, unreadSheets, ...(schema ? { schema } : {}) }),
  }
}

/** The rows of a run that ended without a result are swept in time. Tried again after that, it has to keep them once more. */
export async function beginSweptAnew(context: Context, planId: bigint, steps: readonly string[]): Promise<void> {
  if (await isSwept(planId)) await context.forget(steps, (tx) => clearPlan(tx, planId))
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** What the child found. Files that an earlier attempt compared are used as long as they are here; without them everything begins anew. */
async function comparedFiles(context: Context, comparing: Comparing): Promise<Compared> {
  const compared = await compareStep(context, comparing)
  if (await exists(join(root(), compared.folder, 'result.json'))) return compared
  await context.forget(['compare', 'keep/'], (tx) => clearPlan(tx, comparing.planId))
  return compareStep(context, comparing)
}

const compareStep = (context: Context, comparing: Comparing): Promise<Compared> =>
  context.step({
    name: 'compare',
    work: (signal) => compareInChild(context, comparing, signal),
    memo: ({ durationsMs: _, peakBytes: __, cpuMs: ___, ...compared }) => compared,
    says: ({ tables, durationsMs }) => ({ code: 'datasheets_compared', params: summaryOf(tables, durationsMs) }),
  })

async function compareInChild(context: Context, comparing: Comparing, signal: AbortSignal): Promise<DiffResult & Read> {
  await removeFolders(context.runId)
  const folder = runFolder(context.runId)
  await mkdir(join(root(), folder), { recursive: true, mode: 0o700 })
  let staged: Promise<void> | null = null
  const result = await runChild(comparing.jobIn(join(root(), folder)), limits, join(root(), 'compiled'), {
    signal,
    onProgress: (stage) => {
      // An abort meanwhile is the step's to tell.
      if (stage === 'compare') staged ??= context.stage('compare', 1).catch(() => {})
    },
  })
  await staged
  log.info({ run: context.runId, durations: result.durationsMs, peakBytes: result.peakBytes, cpuMs: result.cpuMs }, 'datasheets compared')
  return { ...result, folder, addressSha256: addressDigest(comparing.url) }
}

function summaryOf(tables: readonly TableResult[], durationsMs: Readonly<Record<string, number>>): Record<string, string | number> {
  const [insert, update, deleted] = counts.map((kind) => tables.reduce((sum, table) => sum + table[kind], 0))
  const seconds = (Object.values(durationsMs).reduce((sum, ms) => sum + ms, 0) / 1000).toFixed(1)
  return { tables: tables.length, seconds, insert: insert ?? 0, update: update ?? 0, delete: deleted ?? 0 }
}

/** Tables, their operations and rows apart in blocks, and the findings, in steps of a bounded size. */
async function keepAll(context: Context, planId: bigint, { folder, tables, findings }: Compared): Promise<void> {
  const kept = findings.reduce((sum, { count }) => sum + Math.min(count, findingsPerCode), 0)
  // Tables, rows and findings: how many steps there will be depends on how long the rows are.
  const units = tables.reduce((sum, table) => sum + 1 + operationsOf(table) + apartOf(table), 0) + kept
  await context.stage('keep', units)
  for (const [position, table] of tables.entries()) {
    await context.step({
      name: `keep/${position}`,
      work: async () => table,
      commit: (tx) => keepTable(tx, planId, position, table),
      memo: () => null,
    })
    const pathOf = (kind: string): string => join(root(), folder, `${position}.${kind}.ndjson`)
    if (operationsOf(table) > 0) await keepBlocks(context, planId, position, pathOf('ops'), { name: `keep/${position}`, keep: keepOperations })
    if (apartOf(table) > 0) await keepBlocks(context, planId, position, pathOf('apart'), { name: `keep/apart/${position}`, keep: keepApart })
  }
  await keepFindingsOf(context, planId, join(root(), folder, 'findings.ndjson'))
}

type Kind = { name: string; keep: typeof keepOperations }

async function keepBlocks(context: Context, planId: bigint, position: number, path: string, { name, keep }: Kind): Promise<void> {
  let first = 0
  for await (const blocks of groupsOf(linesOf(path, BLOCK_OPERATIONS, BLOCK_CHARACTERS))) {
    const from = first
    await context.step({
      name: `${name}/${from}`,
      work: async () => blocks,
      commit: async (tx) => {
        for (const [at, lines] of blocks.entries()) await keep(tx, planId, position, from + at, lines)
      },
      memo: () => null,
      advance: () => blocks.reduce((sum, lines) => sum + lines.length, 0),
    })
    first += blocks.length
  }
}

/** Blocks in groups for a step each. The same file gives the same groups: a step that was done is known by its first block. */
export async function* groupsOf(blocks: AsyncIterable<string[]>): AsyncGenerator<string[][]> {
  let group: string[][] = []
  let size = 0
  for await (const lines of blocks) {
    group.push(lines)
    size += lines.reduce((sum, line) => sum + line.length, 0)
    if (group.length < blocksPerStep && size < charactersPerStep) continue
    yield group
    group = []
    size = 0
  }
  if (group.length > 0) yield group
}

async function keepFindingsOf(context: Context, planId: bigint, path: string): Promise<void> {
  let first = 0
  for await (const lines of linesOf(path, findingsPerStep)) {
    const from = first
    // Only the child writes them.
    const findings = lines.map((line) => JSON.parse(line) as Finding)
    await context.step({
      name: `keep/findings/${from}`,
      work: async () => findings,
      commit: (tx) => keepFindings(tx, planId, from, findings),
      memo: () => null,
      advance: findings.length,
    })
    first += lines.length
  }
}

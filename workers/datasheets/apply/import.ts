import { randomUUID } from 'node:crypto'
import { outsideStep } from '#core/shared/job.ts'
import { OutcomeUnknown, RunFailure, refuse } from '#core/shared/refusal.ts'
import {
  type Begun,
  discardPrepared,
  earlierAttempt,
  finishImport,
  type ImportJob,
  importJobOf,
  keepMoved,
  preparedStep,
} from '#features/datasheets/applying/repository.ts'
import { whyTooLate } from '#features/datasheets/imports/repository.ts'
import type { DiffPayload } from '#features/datasheets/jobs.ts'
import { addressDigest } from '#server/game-address.ts'
import { errorFactsOf, type GameSession, openGameDatabase } from '#server/game-database.ts'
import { provableBy, writeMark } from '#server/game-marker.ts'
import { readOutsideReferences } from '#server/game-schema.ts'
import { log } from '#server/log.ts'
import type { Moved } from '#workers/datasheets/apply/compare-before.ts'
import { type GameSchema, readTables } from '#workers/datasheets/apply/game-table.ts'
import { type Prepared, UndoKeeper } from '#workers/datasheets/apply/keep-undo.ts'
import { lockTables, settleSession } from '#workers/datasheets/apply/locks.ts'
import { type Found, lookBack } from '#workers/datasheets/apply/look-back.ts'
import { PlanBlocks } from '#workers/datasheets/apply/plan-blocks.ts'
import { Transaction } from '#workers/datasheets/apply/transaction.ts'
import type { RunContext, RunHandler, RunOutcome } from '#workers/run-context.ts'

type Context = RunContext<DiffPayload>

/** Applies a plan to a game database: all of it or nothing, and the run knows which. */
export const handle: RunHandler<DiffPayload> = async (context) => {
  const runId = BigInt(context.runId)
  const earlier = await earlierAttempt(runId)
  const job = await jobOf(runId, earlier)
  if (earlier) {
    const found = earlier.prepared ? await lookBack(job, earlier) : null
    if (found?.committed) return outcomeOf(job, await preparedBefore(context), found)
    await context.forget(['begin', 'undo/', outsideStep], (tx) => discardPrepared(tx, job.importId))
  }
  const late = await whyTooLate(job.importId)
  if (late) throw new RunFailure(late)
  context.signal.throwIfAborted()
  await context.stage('lock', 1)
  return apply(context, job, earlier?.connection ?? null)
}

/** What keeps an import from being applied says nothing about one that may have been applied already. */
async function jobOf(runId: bigint, earlier: Begun | null): Promise<ImportJob> {
  try {
    return await importJobOf(runId)
  } catch (error) {
    if (!earlier?.prepared || !(error instanceof RunFailure)) throw error
    throw new OutcomeUnknown(refuse('import_outcome_unknown', 409, { fresh: 0, old: 0, other: 0 }), { cause: error })
  }
}

/** The memo of the last step before the commit. */
const preparedBefore = (context: Context): Promise<Prepared> =>
  context.step({
    name: preparedStep,
    work: () => Promise.reject(new Error('an import that committed without having been prepared')),
    memo: (prepared: Prepared) => prepared,
  })

function outcomeOf(job: ImportJob, { at, tables, durationsMs }: Prepared, { provedBy }: Pick<Found, 'provedBy'>): RunOutcome {
  const sum = (name: 'inserted' | 'updated' | 'deleted') => tables.reduce((total, table) => total + table[name], 0)
  return {
    result: { import: String(job.importId), tables: tables.length, inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') },
    commit: (tx) => finishImport(tx, job, { tables, durationsMs, provedBy }, new Date(at)),
  }
}

/** A signal that follows another one until it is let go. */
function following(signal: AbortSignal): { signal: AbortSignal; letGo: () => void } {
  const own = new AbortController()
  const abort = () => own.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return { signal: own.signal, letGo: () => signal.removeEventListener('abort', abort) }
}

/** `earlier`: the connection of an attempt before this one, which may still be rolling back. */
async function apply(context: Context, job: ImportJob, earlier: number | null): Promise<RunOutcome> {
  const abort = following(context.signal)
  let committing = false
  try {
    return await openGameDatabase(job.door.url).session(async (session) => {
      const prepared = await prepare(context, job, { session, earlier, signal: abort.signal })
      // From here on nobody stops it any more: what a stop would leave behind, nobody could tell.
      abort.letGo()
      abort.signal.throwIfAborted()
      committing = true
      await session.execute('COMMIT')
      committing = false
      log.info({ run: context.runId, durations: prepared.durationsMs }, 'datasheets applied')
      return outcomeOf(job, prepared, prepared)
    }, abort.signal)
  } catch (error) {
    if (committing) return afterBrokenCommit(context, job, error)
    context.signal.throwIfAborted()
    throw faultOf(job, error)
  } finally {
    abort.letGo()
  }
}

/** The connection broke during COMMIT: the database knows what became of it. */
async function afterBrokenCommit(context: Context, job: ImportJob, error: unknown): Promise<RunOutcome> {
  const begun = await earlierAttempt(job.runId)
  const found = begun && (await lookBack(job, begun))
  if (found?.committed) return outcomeOf(job, await preparedBefore(context), found)
  await context.forget(['begin', 'undo/', outsideStep], (tx) => discardPrepared(tx, job.importId))
  throw error
}

const passing = new Set([1040, 1053, 1158, 1159, 1160, 1161, 1205, 1213, 1927, 2006, 2013])
const network = /^(ECONNRESET|EPIPE|ETIMEDOUT|ER_SOCKET)/

/** What ends the run, and what is tried again: another transaction in the way, a connection that broke. */
function faultOf(job: ImportJob, error: unknown): unknown {
  const facts = errorFactsOf(error)
  if (error instanceof RunFailure || !facts) return error
  if (passing.has(facts.errno ?? 0) || network.test(facts.code ?? '')) return error
  const fault = job.door.faultOf(error)
  return fault ? new RunFailure(fault, { cause: error as Error }) : error
}

type Place = { session: GameSession; earlier: number | null; signal: AbortSignal }

/** Everything up to the COMMIT. */
async function prepare(context: Context, job: ImportJob, { session, earlier, signal }: Place): Promise<Prepared & { provedBy: 'marker' | 'rows' }> {
  const blocks = new PlanBlocks(job)
  blocks.checkDigests()
  const { connection, database } = await settleSession(session)
  const schema: GameSchema = { ...(await readTables(session, job)), outside: await readOutsideReferences(session) }
  const token = randomUUID()
  const mark = { token, importId: job.importId, sha256: job.sha256 }
  const proof = await provableBy(session, mark)
  await context.step({ name: 'begin', work: async () => ({ token, proof, connection, address: addressDigest(job.door.url) }), memo: (begun) => begun })
  await lockTables(session, database, job, job.selection.tables, earlier)
  const transaction = new Transaction(session, schema, blocks, signal)
  await context.stage('apply', transaction.operations(job.selection.deletes))
  await session.execute('START TRANSACTION')
  const moved = await transaction.compare()
  if (moved.count > 0) await refuseMoved(session, job, moved)
  await transaction.write()
  const undo = new UndoKeeper(context, job)
  await undo.begin()
  await transaction.verify(undo)
  if (proof === 'marker') await writeMark(session, mark)
  signal.throwIfAborted()
  const prepared = await undo.end(() => ({ at: new Date().toISOString(), tables: transaction.counts(), durationsMs: transaction.durationsMs }))
  return { ...prepared, provedBy: proof }
}

async function refuseMoved(session: GameSession, job: ImportJob, { count, rows }: Moved): Promise<never> {
  await session.execute('ROLLBACK')
  await keepMoved(job.importId, rows)
  const [first] = rows
  const key = Object.values(first?.key ?? {}).map((value) => (value ?? 'NULL').slice(0, 80))
  throw new RunFailure(refuse('rows_moved', 409, { count, table: first?.table ?? '', key: key.join(', ') }))
}

import { setTimeout as sleep } from 'node:timers/promises'
import { OutcomeUnknown, RunFailure, refuse } from '#core/shared/refusal.ts'
import type { Begun, ImportJob } from '#features/datasheets/applying/repository.ts'
import { addressDigest } from '#server/game-address.ts'
import { type GameSession, openGameDatabase } from '#server/game-database.ts'
import { findMark } from '#server/game-marker.ts'
import { withRows } from '#workers/datasheets/apply/compare-before.ts'
import { readTables } from '#workers/datasheets/apply/game-table.ts'
import { lockTables, settleSession } from '#workers/datasheets/apply/locks.ts'
import { type Block, PlanBlocks } from '#workers/datasheets/apply/plan-blocks.ts'
import type { ReadRow } from '#workers/datasheets/apply/row-reader.ts'
import { TableWork } from '#workers/datasheets/apply/table-work.ts'

/** The game database is waited for so long before it is said that nobody knows. */
const patienceMs = 60_000
const pauseMs = 2_000

export type Found = { committed: boolean; provedBy: 'marker' | 'rows' }
type Counts = { fresh: number; old: number; other: number }

const unknown = (counts: Partial<Counts>, cause?: unknown): OutcomeUnknown => {
  const { fresh = 0, old = 0, other = 0 } = counts
  return new OutcomeUnknown(refuse('import_outcome_unknown', 409, { fresh, old, other }), cause === undefined ? {} : { cause })
}

/**
 * Whether the transaction of an earlier attempt committed, whose worker did not live to say so. Asked under the locks of the tables: a connection that is
 * still there has ended by then. @throws RunFailure import_outcome_unknown when nobody can tell.
 */
export async function lookBack(job: ImportJob, begun: Begun): Promise<Found> {
  // The environment leads to another database now: what became of the import in the one before, it cannot say.
  if (begun.address !== addressDigest(job.door.url)) throw unknown({})
  const database = openGameDatabase(job.door.url)
  for (const until = Date.now() + patienceMs; ; ) {
    try {
      return await database.session((session) => look(session, job, begun))
    } catch (error) {
      if (error instanceof RunFailure) throw error instanceof OutcomeUnknown ? error : unknown({}, error)
      if (Date.now() > until) throw unknown({}, error)
      await sleep(pauseMs)
    }
  }
}

async function look(session: GameSession, job: ImportJob, { token, connection, proof }: Begun): Promise<Found> {
  const { database } = await settleSession(session)
  await lockTables(session, database, job, job.selection.tables, connection)
  const mark = proof === 'marker' ? await findMark(session, { token, importId: job.importId, sha256: job.sha256 }) : null
  if (mark !== null) return { committed: mark, provedBy: 'marker' }
  const counts = await countRows(session, job)
  if (counts.other > 0 || (counts.fresh > 0 && counts.old > 0) || counts.fresh + counts.old === 0) throw unknown(counts)
  return { committed: counts.fresh > 0, provedBy: 'rows' }
}

/** Rows that are as the import would have left them, as they were before it, and neither. */
async function countRows(session: GameSession, job: ImportJob): Promise<Counts> {
  const counts: Counts = { fresh: 0, old: 0, other: 0 }
  const { tables } = await readTables(session, job)
  const blocks = new PlanBlocks(job)
  for (const table of tables) {
    const work = new TableWork(table)
    const all = blocks.verified(table.position, table.name, table.result.digest)
    await withRows(work, session, all, 'look', async (block, found) => countBlock(work, block, await found.rows(), counts))
  }
  return counts
}

function countBlock(work: TableWork, { block, operations }: Block, rows: readonly (ReadRow | null)[], counts: Counts): void {
  for (const [at, operation] of operations.entries()) {
    // A row whose number the server was to choose cannot be looked for.
    if (work.keyOf(block, at, operation) === undefined) continue
    const row = rows[at] ?? null
    const is = (side: 0 | 1) => (row ? holds(work, row, operation.cells, side) : false)
    const [old, fresh] = [operation.op === 'insert' ? row === null : is(0), operation.op === 'delete' ? row === null : is(1)]
    if (fresh === old) counts.other++
    else counts[fresh ? 'fresh' : 'old']++
  }
}

function holds({ table }: TableWork, { values }: ReadRow, cells: Readonly<Record<string, readonly [string | null, string | null]>>, side: 0 | 1): boolean {
  return Object.entries(cells).every(([name, cell]) => {
    const at = table.place.get(name) ?? -1
    return values[at] === (table.canon[at]?.(cell[side]) ?? null)
  })
}

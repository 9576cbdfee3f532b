import type { GameSession } from '#server/game-database.ts'
import { compareBlock, Moved, withRows } from '#workers/datasheets/apply/compare-before.ts'
import type { GameSchema } from '#workers/datasheets/apply/game-table.ts'
import type { UndoKeeper } from '#workers/datasheets/apply/keep-undo.ts'
import type { Block, PlanBlocks } from '#workers/datasheets/apply/plan-blocks.ts'
import { TableWork } from '#workers/datasheets/apply/table-work.ts'
import { verifyBlock } from '#workers/datasheets/apply/verify-after.ts'
import { writeAll } from '#workers/datasheets/apply/write.ts'

type Counts = { table: string; inserted: number; updated: number; deleted: number }

/** What happens between START TRANSACTION and COMMIT: the rows are compared and locked, written, and read again. */
export class Transaction {
  readonly durationsMs: Record<string, number> = {}
  private readonly session: GameSession
  private readonly schema: GameSchema
  private readonly blocks: PlanBlocks
  private readonly signal: AbortSignal
  private readonly works: readonly TableWork[]

  constructor(session: GameSession, schema: GameSchema, blocks: PlanBlocks, signal: AbortSignal) {
    this.session = session
    this.schema = schema
    this.blocks = blocks
    this.signal = signal
    this.works = schema.tables.map((table) => new TableWork(table))
  }

  /** How many rows will be written, as the plan says. */
  operations(deletes: boolean): number {
    return this.works.reduce((sum, { table: { result } }) => sum + result.insert + result.update + (deletes ? result.delete : 0), 0)
  }

  counts(): Counts[] {
    return this.works.map(({ table, counts }) => ({ table: table.name, inserted: counts.insert, updated: counts.update, deleted: counts.delete }))
  }

  /** Locks every row that the plan touches and compares it with what the plan was made from; the plan's digest is taken on the way. */
  async compare(): Promise<Moved> {
    return this.timed('compare', async () => {
      const moved = new Moved()
      for (const work of this.works) {
        const { position, name, result } = work.table
        await withRows(work, this.session, this.blocks.verified(position, name, result.digest), 'lock', async (block, rows) => {
          this.signal.throwIfAborted()
          work.survey(block)
          await compareBlock(work, block, rows, moved)
        })
      }
      return moved
    })
  }

  write(): Promise<void> {
    return this.timed('write', () => writeAll(this.session, this.schema, this.works, (work) => this.again(work), this.signal))
  }

  /** Reads every touched row again: only when all of them are what the plan says may it commit. Keeps what takes it back on the way. */
  verify(undo: UndoKeeper): Promise<void> {
    return this.timed('verify', async () => {
      for (const work of this.works) {
        const kept = undo.table(work)
        await withRows(work, this.session, this.again(work), 'look', async (block, rows) => {
          this.signal.throwIfAborted()
          if (block.operations.length > 0) await kept.add(await verifyBlock(work, block, rows, kept.changed))
        })
        kept.end()
      }
    })
  }

  private again({ table }: TableWork): AsyncIterable<Block> {
    return this.blocks.again(table.position, table.name)
  }

  private async timed<T>(name: string, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const value = await work()
    this.durationsMs[name] = Math.round(performance.now() - began)
    return value
  }
}

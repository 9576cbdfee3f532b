import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import type { TableResult } from '#core/datasheets/result.ts'
import { columnChanges } from '#core/datasheets/summary/column-changes.ts'
import {
  beginUndo,
  finishUndo,
  type ImportJob,
  keepBlocks,
  keepKeyFilters,
  type PackedBlock,
  packBlock,
  preparedStep,
} from '#features/datasheets/applying/repository.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import type { Changed, VerifiedBlock } from '#workers/datasheets/apply/verify-after.ts'
import type { RunContext } from '#workers/run-context.ts'

/** Blocks that are kept in one transaction of the console. */
const blocksPerStep = 20

type Filter = { position: number; block: number; keys: Uint8Array<ArrayBuffer> }
type Waiting = { packed: Promise<PackedBlock>; filter: Filter; rows: number }
/** What the last step before the commit leaves for whoever finishes the run. */
export type Prepared = { at: string; tables: { table: string; inserted: number; updated: number; deleted: number }[]; durationsMs: Record<string, number> }

/** Keeps the plan that takes the import back, while the game database works, in steps of the run: what is written is under the fence. */
export class UndoKeeper {
  private readonly context: RunContext<unknown>
  private readonly job: ImportJob
  private planId = 0n
  private readonly results: TableResult[] = []
  private waiting: Waiting[] = []
  private keeping: Promise<void> = Promise.resolve()
  private steps = 0

  constructor(context: RunContext<unknown>, job: ImportJob) {
    this.context = context
    this.job = job
  }

  async begin(): Promise<void> {
    await this.context.step({
      name: 'undo/begin',
      work: async () => null,
      commit: async (tx) => {
        this.planId = await beginUndo(tx, this.job)
      },
      memo: () => null,
      advance: 0,
    })
  }

  /** Takes the blocks of one table; what it answers has to be ended. */
  table(work: TableWork): { changed: Changed; add: (verified: VerifiedBlock) => Promise<void>; end: () => void } {
    const position = this.results.length
    const sum = new TableDigest()
    const changes = columnChanges(work.table.columns)
    let block = 0
    return {
      changed: (column, old, next) => changes.add(work.table.place.get(column) ?? -1, old, next),
      add: async (verified) => {
        sum.addLines(verified.digested)
        await this.add(position, block++, verified, work)
      },
      end: () => this.results.push(this.resultOf(work, sum.hex(), changes.finish())),
    }
  }

  private resultOf({ table, counts }: TableWork, digest: string, byColumn: TableResult['byColumn']): TableResult {
    const { result } = table
    return {
      table: table.name,
      sheets: [],
      columns: result.columns,
      key: result.key,
      insert: counts.delete,
      update: counts.update,
      delete: counts.insert,
      unchanged: 0,
      errors: 0,
      warnings: 0,
      rowsBefore: result.rowsBefore + counts.insert - counts.delete,
      byColumn,
      digest,
    }
  }

  private async add(position: number, block: number, verified: VerifiedBlock, { table }: TableWork): Promise<void> {
    const packed = packBlock(position, block, verified.lines, verified.counts)
    packed.catch(() => {})
    this.waiting.push({ packed, filter: { position: table.position, block: verified.block, keys: verified.filter }, rows: verified.operations })
    if (this.waiting.length < blocksPerStep) return
    await this.keeping
    this.keeping = this.flush()
    this.keeping.catch(() => {})
  }

  private async flush(): Promise<void> {
    const part = this.waiting
    this.waiting = []
    if (part.length === 0) return
    const { planId } = this
    await this.context.step({
      name: `undo/${this.steps++}`,
      work: () => Promise.all(part.map(({ packed }) => packed)),
      commit: async (tx, blocks) => {
        await keepBlocks(tx, planId, blocks)
        await keepKeyFilters(
          tx,
          this.job.importId,
          part.map(({ filter }) => filter),
        )
      },
      memo: () => null,
      advance: part.reduce((sum, { rows }) => sum + rows, 0),
    })
  }

  /** The last word before the commit: under the fence, so that whoever lost the run commits nothing. */
  async end(prepared: () => Prepared): Promise<Prepared> {
    await this.keeping
    await this.flush()
    const { planId } = this
    return this.context.step({
      name: preparedStep,
      work: async () => prepared(),
      commit: (tx, { at }) => finishUndo(tx, planId, planDigest(this.results), this.results, new Date(at)),
      memo: (done) => done,
      advance: 0,
    })
  }
}

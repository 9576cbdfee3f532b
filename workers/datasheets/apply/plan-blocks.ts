import { createHash } from 'node:crypto'
import { type PlanLines, planLines } from '#core/datasheets/apply/plan-line.ts'
import { planDigest, TableDigest } from '#core/datasheets/diff/digest.ts'
import { selectionDigest } from '#core/datasheets/import.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type ImportJob, packedBlocks } from '#features/datasheets/applying/repository.ts'
import { unpackBytes } from '#server/packed-lines.ts'

/** Operations of one block that are done, and the keys of all of them. */
export type Block = { block: number; operations: readonly KeptOperation[] }

const blocksAtOnce = 20
/** Operations that stay in memory, so that a plan of usual size is read once. */
const keptOperations = 150_000

const damaged = (table: string): RunFailure => new RunFailure(refuse('plan_damaged', 409, { table }))
const hashOf = (data: Uint8Array): string => createHash('sha256').update(data).digest('base64')

/** The plan as it is kept, read as often as needed: what was verified is what every later reading gives, or the import ends. */
export class PlanBlocks {
  private readonly job: ImportJob
  private readonly hashes = new Map<string, string>()
  private readonly kept = new Map<string, Block>()
  private readonly counts = new Map<number, number>()
  private room = keptOperations

  constructor(job: ImportJob) {
    this.job = job
  }

  /** Whether the digests of the ticked tables, of the plan and of the selection are what was approved. Of the others what the plan says is taken. */
  checkDigests(): void {
    const { tables, selection, sha256, selectionSha256, planSha256 } = this.job
    const digests = tables.map(({ result: { table, digest } }) => ({ table, digest }))
    const ticked = digests.filter(({ table }) => selection.tables.includes(table))
    if (ticked.length !== new Set(selection.tables).size) throw damaged(selection.tables.find((name) => !ticked.some(({ table }) => table === name)) ?? '')
    if (planDigest(digests) !== sha256 || planSha256 !== sha256) throw damaged('')
    if (selectionDigest(sha256, ticked, selection.deletes) !== selectionSha256) throw damaged('')
  }

  /** The blocks of a table for the first time: its digest is made of them, and compared at the end. */
  async *verified(position: number, table: string, digest: string): AsyncGenerator<Block> {
    const sum = new TableDigest()
    for await (const { block, data } of this.packed(position)) {
      this.hashes.set(`${position}/${block}`, hashOf(data))
      const { operations, digested } = await this.parsed(data, table)
      sum.addLines(digested)
      yield this.keep(position, { block, operations: this.done(operations) })
      this.counts.set(position, block + 1)
    }
    if (sum.hex() !== digest) throw damaged(table)
  }

  /** The blocks of a table that was verified. */
  async *again(position: number, table: string): AsyncGenerator<Block> {
    const blocks = this.counts.get(position) ?? 0
    let at = 0
    for (; this.kept.has(`${position}/${at}`); at++) yield this.kept.get(`${position}/${at}`) as Block
    if (at === blocks) return
    for await (const { block, data } of this.packed(position, at)) {
      if (hashOf(data) !== this.hashes.get(`${position}/${block}`)) throw damaged(table)
      at++
      yield { block, operations: this.done((await this.parsed(data, table)).operations) }
    }
    if (at !== blocks) throw damaged(table)
  }

  private keep(position: number, block: Block): Block {
    if (this.room >= block.operations.length) {
      this.room -= block.operations.length
      this.kept.set(`${position}/${block.block}`, block)
    } else this.room = 0
    return block
  }

  private done(operations: readonly KeptOperation[]): readonly KeptOperation[] {
    return this.job.selection.deletes ? operations : operations.filter(({ op }) => op !== 'delete')
  }

  private async parsed(data: Uint8Array, table: string): Promise<PlanLines> {
    try {
      return planLines(await unpackBytes(data))
    } catch (error) {
      throw error instanceof SyntaxError || (error instanceof Error && 'code' in error) ? damaged(table) : error
    }
  }

  private async *packed(position: number, first = 0): AsyncGenerator<{ block: number; data: Uint8Array }> {
    const read = (from: number) => packedBlocks(this.job.planId, position, from, blocksAtOnce)
    let next = read(first)
    for (let from = first; ; from += blocksAtOnce) {
      const blocks = await next
      const more = blocks.length === blocksAtOnce
      if (more) next = read(from + blocksAtOnce)
      // What is on its way when nobody wants it any more must not end the process.
      next.catch(() => {})
      yield* blocks
      if (!more) return
    }
  }
}

import { type NamedColumn, namedColumns } from '#core/datasheets/apply/row-bytes.ts'
import type { Values } from '#core/datasheets/apply/statements.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type GameTable, keyValues } from '#workers/datasheets/apply/game-table.ts'
import type { Block } from '#workers/datasheets/apply/plan-blocks.ts'
import { RowReader } from '#workers/datasheets/apply/row-reader.ts'

type ByColumn = Readonly<Record<string, string | null>>

/** What an import knows about one of its tables while it works on it. Operations are named by their block and their place in it. */
export class TableWork {
  readonly table: GameTable
  readonly reader: RowReader
  readonly named: readonly NamedColumn[]
  readonly counts = { insert: 0, update: 0, delete: 0 }
  /** Columns that updates change. */
  readonly changed = new Set<string>()
  /** Of rows as they stood: what the plan does not say to the letter. */
  private readonly exact = new Map<string, ByColumn>()
  /** Blocks with such rows. */
  private readonly inexact = new Set<number>()
  /** Keys that the server chose. */
  private readonly chosen = new Map<string, Values>()

  constructor(table: GameTable) {
    this.table = table
    this.reader = new RowReader(table)
    this.named = namedColumns(table.columns.map(({ name }) => name))
  }

  /** Counts a block's operations. */
  survey({ operations }: Block): void {
    for (const { op, cells } of operations) {
      this.counts[op]++
      if (op === 'update') for (const name in cells) this.changed.add(name)
    }
  }

  remember(block: number, at: number, exact: ByColumn): void {
    this.exact.set(`${block}/${at}`, exact)
    this.inexact.add(block)
  }

  /** Whether the plan says all that there was to the rows of a block. */
  isExact(block: number): boolean {
    return !this.inexact.has(block)
  }

  exactOf(block: number, at: number): ByColumn {
    return this.exact.get(`${block}/${at}`) ?? {}
  }

  choose(block: number, at: number, key: Values): void {
    this.chosen.set(`${block}/${at}`, key)
  }

  /** The key of an operation; undefined as long as the server has not chosen it. */
  keyOf(block: number, at: number, operation: KeptOperation): Values | undefined {
    return keyValues(this.table, operation) ?? this.chosen.get(`${block}/${at}`)
  }

  /** @throws Error where the plan names a column that the table lacks: the schema would be another one then. */
  column(name: string): GameTable['columns'][number] {
    const column = this.table.columns[this.table.place.get(name) ?? -1]
    if (!column) throw new RunFailure(refuse('schema_changed', 409, { table: this.table.name }))
    return column
  }

  /** Columns that the server sets on every update, but for those that are set here. */
  setByServer(set: readonly string[]): string[] {
    return this.table.columns.filter(({ onUpdate, name }) => onUpdate && !set.includes(name)).map(({ name }) => name)
  }
}

export const isOp = (op: KeptOperation['op']) => (operation: KeptOperation) => operation.op === op

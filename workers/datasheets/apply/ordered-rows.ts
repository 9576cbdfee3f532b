import { rowsInOrder } from '#core/datasheets/apply/order.ts'
import type { Values } from '#core/datasheets/apply/statements.ts'
import { type KeptOperation, ofColumn } from '#core/datasheets/operation.ts'
import type { ForeignKey } from '#core/datasheets/table.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import { type Weighing, weighed } from '#workers/datasheets/apply/weighed.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

export type OrderedRow = { block: number; at: number; operation: KeptOperation; key: Values }

/** The value of a column of a row that comes or goes. */
const sideOf = ({ op, cells }: KeptOperation, name: string): string | null => ofColumn(cells, name)?.[op === 'insert' ? 1 : 0] ?? null

/**
 * Rows of a table that refer to rows of the same table and always must: each after what it refers to. All of them are in memory meanwhile.
 * Refuses import_rows_in_circle.
 */
export async function ordered(
  { blocksOf, session }: Writing,
  work: TableWork,
  wanted: (operation: KeptOperation) => boolean,
  inside: readonly { foreignKey: ForeignKey }[],
): Promise<OrderedRow[]> {
  let rows: OrderedRow[] = []
  for await (const { block, operations } of blocksOf(work)) {
    for (const [at, operation] of operations.entries()) {
      if (wanted(operation)) rows.push({ block, at, operation, key: work.keyOf(block, at, operation) ?? [] })
    }
  }
  for (const { foreignKey } of inside) {
    const references: Weighing[] = foreignKey.references.map((name) => ({ column: work.column(name), prefix: null }))
    const own = await weighed(
      session,
      references,
      rows.map(({ operation }) => foreignKey.references.map((name) => sideOf(operation, name))),
    )
    const target = await weighed(
      session,
      references,
      rows.map(({ operation }) => foreignKey.columns.map((name) => sideOf(operation, name))),
    )
    const places = new Map(rows.map((row, at) => [row, at]))
    const sorted = rowsInOrder(
      rows,
      (row) => own[places.get(row) ?? -1] ?? null,
      (row) => target[places.get(row) ?? -1] ?? null,
    )
    if (!sorted) throw new RunFailure(refuse('import_rows_in_circle', 409, { table: work.table.name, foreignKey: foreignKey.name }))
    rows = sorted
  }
  return rows
}

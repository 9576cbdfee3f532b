import { updateSql, type Values } from '#core/datasheets/apply/statements.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

type Group = { names: readonly string[]; keys: Values[]; rows: Values[] }

/** Changed rows, those together that change the same columns. */
export async function writeUpdates({ statements, blocksOf, affected }: Writing, work: TableWork): Promise<void> {
  if (work.counts.update === 0) return
  const { name, keyColumns } = work.table
  const count = (rows: number) => {
    affected(work).update += rows
  }
  for await (const { block, operations } of blocksOf(work)) {
    const groups = new Map<string, Group>()
    for (const [at, operation] of operations.entries()) {
      if (operation.op !== 'update') continue
      const names = Object.keys(operation.cells)
      const signature = names.length === 1 ? (names[0] as string) : JSON.stringify(names)
      const group = groups.get(signature) ?? { names, keys: [], rows: [] }
      groups.set(signature, group)
      group.keys.push(work.keyOf(block, at, operation) as Values)
      group.rows.push(names.map((column) => operation.cells[column]?.[1] ?? null))
    }
    for (const { names, keys, rows } of groups.values()) {
      const columns = names.map((column) => work.column(column))
      await statements.send(name, updateSql(name, keyColumns, keys, columns, rows), count)
    }
  }
}

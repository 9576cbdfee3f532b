import { columns } from '#bench/datasheets/rows.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'

/** Updates of every row: its price goes from that of one edition to that of another. All other columns stand beside it, as a comparison keeps them. */
export function changesOf(rows: number, from: number, to: number): KeptOperation[] {
  const operations: KeptOperation[] = []
  for (let row = 1; row <= rows; row++) {
    const same: Record<string, string | null> = {}
    let price: readonly [string | null, string | null] = [null, null]
    for (const { name, value } of columns) {
      if (name === 'price') price = [value(row, from), value(row, to)]
      else same[name] = value(row, from)
    }
    operations.push({ op: 'update', key: { id: String(row) }, cells: { price }, same })
  }
  return operations
}

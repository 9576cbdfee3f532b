import { inverseOf, inverseOfUpdate } from '#core/datasheets/apply/inverse.ts'
import { keyFilterOf, keyText } from '#core/datasheets/apply/key-filter.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { Block } from '#workers/datasheets/apply/plan-blocks.ts'
import type { ReadRow } from '#workers/datasheets/apply/row-reader.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'

type Row = Readonly<Record<string, string | null>>

const short = (value: string | null | undefined): string => (value == null ? 'NULL' : value.slice(0, 80))

function differs(work: TableWork, { key }: KeptOperation, column: string, wanted: string | null, found: string | null | undefined): RunFailure {
  const params = { table: work.table.name, key: Object.values(key).map(short).join(', '), column, wanted: short(wanted), found: short(found) }
  return new RunFailure(refuse('apply_differs', 409, params))
}

const record = ({ table }: TableWork, { values }: ReadRow): Row => Object.fromEntries(table.columns.map(({ name }, at) => [name, values[at] ?? null]))

/** A value of the plan as a row shows it: texts that came from a row to the letter are canonical there. */
const canonical = ({ table }: TableWork, name: string, value: string | null): string | null => table.canon[table.place.get(name) ?? -1]?.(value) ?? null

/** The row as it stands must be what the plan says, and where it says nothing what stood there before. A trigger or a default would show here. */
function checkRow(work: TableWork, operation: KeptOperation, row: ReadRow | null): void {
  const { op, cells, same } = operation
  if (op === 'delete') {
    if (row) throw differs(work, operation, '*', null, Object.values(operation.key)[0])
    return
  }
  if (!row) throw differs(work, operation, '*', Object.values(operation.key)[0] ?? null, null)
  for (const [at, { name, onUpdate }] of work.table.columns.entries()) {
    const found = row.values[at] ?? null
    const wanted = name in cells ? canonical(work, name, cells[name]?.[1] ?? null) : op === 'update' && !onUpdate ? same?.[name] : undefined
    if (wanted !== undefined && wanted !== found) throw differs(work, operation, name, wanted, found)
  }
}

function inverse(work: TableWork, block: number, at: number, operation: KeptOperation, row: ReadRow | null): KeptOperation {
  const names = work.table.columns.map(({ name }) => name)
  const exact = work.exactOf(block, at)
  if (operation.op !== 'update') {
    const before = operation.op === 'delete' ? Object.fromEntries(Object.entries(operation.cells).map(([name, [old]]) => [name, old])) : null
    return inverseOf(operation, names, before && { ...before, ...exact }, row && record(work, row))
  }
  const server: Record<string, readonly [string | null, string | null]> = {}
  for (const [name, before] of Object.entries(exact)) {
    const after = row?.values[work.table.place.get(name) ?? -1] ?? null
    // Named too where it is the same by chance: taking the import back would set it again.
    if (!(name in operation.cells)) server[name] = [before, after]
  }
  return inverseOfUpdate(operation, exact, server, (name, value) => canonical(work, name, value))
}

export type VerifiedBlock = { inverse: readonly KeptOperation[]; filter: Uint8Array<ArrayBuffer>; block: number }

/** Checks the rows of a block as they stand after everything was written, and says what takes it back. @throws RunFailure apply_differs */
export function verifyBlock(work: TableWork, { block, operations }: Block, rows: readonly (ReadRow | null)[]): VerifiedBlock {
  const keys: string[] = []
  const turned = operations.map((operation, at) => {
    const row = rows[at] ?? null
    checkRow(work, operation, row)
    const back = inverse(work, block, at, operation, row)
    keys.push(keyText(operation.op === 'insert' ? back.key : operation.key))
    return back
  })
  return { inverse: turned, filter: keyFilterOf(keys), block }
}

import { inverseOf, inverseOfUpdate } from '#core/datasheets/apply/inverse.ts'
import { keyFilterOf, keyText } from '#core/datasheets/apply/key-filter.ts'
import type { PlanOperation } from '#core/datasheets/apply/plan-line.ts'
import { type CellChange, type KeptOperation, ofColumn, operationLine } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { PackedCounts } from '#features/datasheets/applying/repository.ts'
import { type BlockRows, linesAre } from '#workers/datasheets/apply/compare-before.ts'
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
    const cell = ofColumn(cells, name)
    const wanted = cell ? canonical(work, name, cell[1]) : op === 'update' && !onUpdate ? ofColumn(same, name) : undefined
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
    if (!Object.hasOwn(operation.cells, name)) server[name] = [before, after]
  }
  return inverseOfUpdate(operation, exact, server, (name, value) => canonical(work, name, value))
}

/** What takes a block back: its lines, what of them is digested, and the filter of the keys that the block itself holds. */
export type VerifiedBlock = { block: number; operations: number; counts: PackedCounts; lines: Buffer; digested: Buffer; filter: Uint8Array<ArrayBuffer> }
/** Hears of every cell that taking it back changes. */
export type Changed = (column: string, old: string | null, next: string | null) => void

function lineOf(operation: KeptOperation): string {
  const line = operationLine(operation)
  return operation.same ? `${line.slice(0, -1)},"same":${JSON.stringify(operation.same)}}` : line
}

/** Rows that are what the plan says to the byte: what stays is copied as it lies. */
function turnedByBytes({ block, operations }: Block, ends: readonly number[], changed: Changed): VerifiedBlock {
  const heads: string[] = []
  const keys: string[] = []
  let room = 0
  for (const [at, { key, cells, sameAt }] of (operations as readonly PlanOperation[]).entries()) {
    const turned: Record<string, CellChange> = {}
    for (const name in cells) {
      const [old, next] = cells[name] as CellChange
      turned[name] = [next, old]
      changed(name, next, old)
    }
    const after = Object.fromEntries(Object.entries(key).map(([name, value]) => [name, Object.hasOwn(cells, name) ? (cells[name]?.[1] ?? null) : value]))
    const head = operationLine({ op: 'update', key: after, cells: turned })
    heads.push(head)
    keys.push(keyText(key))
    room += head.length * 3 + (ends[at] as number) - sameAt + joint.length + 2
  }
  return {
    block,
    operations: operations.length,
    counts: { inserts: 0, updates: operations.length, deletes: 0 },
    lines: joinedLines(operations as readonly PlanOperation[], heads, ends, room),
    digested: Buffer.from(`${heads.join('\n')}\n`),
    filter: keyFilterOf(keys),
  }
}

const joint = ',"same":'

function joinedLines(operations: readonly PlanOperation[], heads: readonly string[], ends: readonly number[], room: number): Buffer {
  const lines = Buffer.allocUnsafe(room)
  let to = 0
  for (const [at, { bytes, sameAt }] of operations.entries()) {
    if (at > 0) lines[to++] = 10
    to += lines.write((heads[at] as string).slice(0, -1) + joint, to)
    to += bytes.copy(lines, to, sameAt, ends[at])
    lines[to++] = 125
  }
  return lines.subarray(0, to)
}

/** Checks the rows of a block as they stand after everything was written, and says what takes it back. @throws RunFailure apply_differs */
export async function verifyBlock(work: TableWork, whole: Block, found: BlockRows, changed: Changed): Promise<VerifiedBlock> {
  const { block, operations } = whole
  // What a row held besides, the bytes of the plan do not bring back.
  const ends = found.lines && work.isExact(block) ? linesAre(work, operations, found.lines, 1) : null
  if (ends) return turnedByBytes(whole, ends, changed)
  const rows = await found.rows()
  const keys: string[] = []
  const turned = operations.map((operation, at) => {
    const row = rows[at] ?? null
    checkRow(work, operation, row)
    const back = inverse(work, block, at, operation, row)
    if (back.op === 'update') for (const [name, [old, next]] of Object.entries(back.cells)) changed(name, old, next)
    keys.push(keyText(operation.op === 'insert' ? back.key : operation.key))
    return back
  })
  const count = (op: KeptOperation['op']) => turned.filter((one) => one.op === op).length
  const counts = { inserts: count('insert'), updates: count('update'), deletes: count('delete') }
  const digested = Buffer.from(turned.map((one) => `${operationLine(one)}\n`).join(''))
  return { block, operations: turned.length, counts, lines: Buffer.from(turned.map(lineOf).join('\n')), digested, filter: keyFilterOf(keys) }
}

import { PlanOperation } from '#core/datasheets/apply/plan-line.ts'
import { rowIs } from '#core/datasheets/apply/row-bytes.ts'
import type { Values } from '#core/datasheets/apply/statements.ts'
import type { MovedRow } from '#core/datasheets/import.ts'
import { type KeptOperation, valueBefore } from '#core/datasheets/operation.ts'
import { mostMoved } from '#features/datasheets/applying/repository.ts'
import type { GameSession } from '#server/game-database.ts'
import type { Block } from '#workers/datasheets/apply/plan-blocks.ts'
import { type Lock, type ReadRow, rowsByKey } from '#workers/datasheets/apply/row-reader.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'

/** Statements that are on their way to the server at once. */
const underWay = 3

/** Rows that are not any more what the plan was made from. */
export class Moved {
  count = 0
  readonly rows: MovedRow[] = []

  add(row: MovedRow): void {
    this.count++
    if (this.rows.length < mostMoved) this.rows.push(row)
  }
}

/** Columns in which a row differs from what the plan was made from. What the server sets on every update does not count unless the plan changes it. */
function movedColumns({ table }: TableWork, operation: KeptOperation, values: Values): string[] {
  return table.columns.flatMap(({ name, onUpdate }, at) => {
    const planned = valueBefore(operation, name)
    if (planned === undefined || planned === values[at]) return []
    return onUpdate && operation.op === 'update' && !Object.hasOwn(operation.cells, name) ? [] : [name]
  })
}

function movedRow(work: TableWork, operation: KeptOperation, row: ReadRow | null, columns: readonly string[]): MovedRow {
  const { op, key, cells } = operation
  const names = [...new Set([...Object.keys(cells), ...columns])]
  const wanted = (name: string) => (Object.hasOwn(cells, name) ? (cells[name]?.[1] ?? null) : (valueBefore(operation, name) ?? null))
  const pick = (of: (name: string) => string | null) => Object.fromEntries(names.map((name) => [name, of(name)]))
  return {
    table: work.table.name,
    op,
    key,
    planned: op === 'insert' ? null : pick((name) => valueBefore(operation, name) ?? null),
    wanted: op === 'delete' ? null : pick(wanted),
    now: row && pick((name) => row.values[work.table.place.get(name) ?? -1] ?? null),
  }
}

/** What of the row the undo needs and the plan does not have: values to the letter, and those that the server will set. */
function exactOf({ table }: TableWork, { op, cells }: KeptOperation, { values, exact }: ReadRow): Record<string, string | null> | null {
  let found: Record<string, string | null> | null = null
  for (const [at, { name, onUpdate }] of table.columns.entries()) {
    const isCell = Object.hasOwn(cells, name)
    const unsaid = op === 'update' && onUpdate && !isCell
    if (!unsaid && !(isCell && exact[at] !== values[at])) continue
    found ??= {}
    found[name] = exact[at] ?? null
  }
  return found
}

/** Compares the rows of a block with what the plan was made from. */
export async function compareBlock(work: TableWork, whole: Block, found: BlockRows, moved: Moved): Promise<void> {
  const { block, operations } = whole
  if (found.lines && linesAre(work, operations, found.lines, 0)) return
  const rows = await found.rows()
  for (const [at, operation] of operations.entries()) {
    const row = rows[at] ?? null
    if (operation.op === 'insert') {
      if (row) moved.add(movedRow(work, operation, row, []))
      continue
    }
    const columns = row ? movedColumns(work, operation, row.values) : []
    if (!row || columns.length > 0) {
      moved.add(movedRow(work, operation, row, columns))
      continue
    }
    const exact = exactOf(work, operation, row)
    if (exact) work.remember(block, at, exact)
  }
}

/** The rows of a block: as lines of the server where all that is asked is whether they are what the plan says, and each at the place of its operation. */
export type BlockRows = { lines: readonly Uint8Array[] | null; rows: () => Promise<(ReadRow | null)[]> }

/** The places behind what stays in each line of the plan, when every row is what the plan says; else null. */
export function linesAre({ named }: TableWork, operations: Block['operations'], lines: readonly Uint8Array[], side: 0 | 1): number[] | null {
  const ends: number[] = []
  for (const [at, operation] of operations.entries()) {
    const end = operation instanceof PlanOperation ? rowIs(lines[at] as Uint8Array, operation, named, side) : -1
    if (end < 0) return null
    ends.push(end)
  }
  return ends
}

/** Rows of a block's operations; null where there is none, and of keys that the server has not chosen yet. */
export async function readBlock(work: TableWork, session: GameSession, { block, operations }: Block, lock: Lock): Promise<BlockRows> {
  const keys = operations.map((operation, at) => work.keyOf(block, at, operation))
  const known = keys.filter((key) => key !== undefined)
  const lined = work.reader.byLines && operations.length > 0 && operations.every((operation) => operation instanceof PlanOperation)
  const lines = lined ? await work.reader.lines(session, known, lock) : null
  const read = lines ? null : await work.reader.read(session, known, lock)
  const rows = async () => {
    const all = read ?? (lines ?? []).map((line) => work.reader.byLine(line))
    const found = await rowsByKey(work.reader, session, work.table, known, all, lock)
    let next = 0
    return keys.map((key) => (key === undefined ? null : (found[next++] ?? null)))
  }
  const whole = lines?.length === operations.length && lines.every((line) => line instanceof Uint8Array)
  return { lines: whole ? (lines as Uint8Array[]) : null, rows }
}

/** Reads blocks and asks the server for their rows, some statements ahead; `take` gets both in order. */
export async function withRows(
  work: TableWork,
  session: GameSession,
  blocks: AsyncIterable<Block>,
  lock: Lock,
  take: (block: Block, rows: BlockRows) => Promise<void>,
): Promise<void> {
  const waiting: { block: Block; rows: Promise<BlockRows> }[] = []
  const next = async () => {
    const first = waiting.shift()
    if (first) await take(first.block, await first.rows)
  }
  for await (const block of blocks) {
    const rows = readBlock(work, session, block, lock)
    rows.catch(() => {})
    waiting.push({ block, rows })
    if (waiting.length >= underWay) await next()
  }
  while (waiting.length > 0) await next()
}

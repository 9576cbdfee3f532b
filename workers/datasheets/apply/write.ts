import { type TableOrder, tablesInOrder } from '#core/datasheets/apply/order.ts'
import type { OperationKind } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import type { GameSession } from '#server/game-database.ts'
import type { GameSchema } from '#workers/datasheets/apply/game-table.ts'
import { makeWay } from '#workers/datasheets/apply/parking.ts'
import type { Block } from '#workers/datasheets/apply/plan-blocks.ts'
import { StatementsUnderWay } from '#workers/datasheets/apply/statements-under-way.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import { checkUpdates } from '#workers/datasheets/apply/update-cascades.ts'
import { writeDeletes } from '#workers/datasheets/apply/write-deletes.ts'
import { writeInserts } from '#workers/datasheets/apply/write-inserts.ts'
import { writeUpdates } from '#workers/datasheets/apply/write-updates.ts'

/** What all writing shares. */
export type Writing = {
  session: GameSession
  schema: GameSchema
  order: TableOrder
  statements: StatementsUnderWay
  blocksOf: (work: TableWork) => AsyncIterable<Block>
  /** Rows that the server says it touched. */
  affected: (work: TableWork) => Record<OperationKind, number>
}

/**
 * Tables whose rows go last: rows of other tables are led away from them first. All others lose theirs before anything else, so that what they had in
 * unique keys is free.
 */
function lateTables(works: readonly TableWork[]): Set<string> {
  const late = new Set<string>()
  for (const { table, changed } of works) {
    for (const key of table.def.foreignKeys) if (key.columns.some((name) => changed.has(name))) late.add(key.table)
  }
  for (const name of late) {
    const work = works.find(({ table }) => table.name === name)
    if (work && work.counts.delete > 0) for (const key of work.table.def.foreignKeys) late.add(key.table)
  }
  return late
}

function inOrder(works: readonly TableWork[], order: TableOrder): TableWork[] {
  if (order.stuck.length > 0) throw new RunFailure(refuse('import_tables_in_circle', 409, { tables: order.stuck.join(', ') }))
  return order.order.flatMap((name) => works.filter(({ table }) => table.name === name))
}

/** The same tables, but rows that the server changes along after those that they follow: before, what they are to refer to is not there yet. */
function followersLast(works: readonly TableWork[]): TableWork[] {
  const left = [...works]
  const ordered: TableWork[] = []
  const isLeft = (name: string): boolean => left.some(({ table }) => table.name === name)
  while (left.length > 0) {
    const follows = ({ table }: TableWork) => table.def.foreignKeys.some((key) => key.onUpdate !== undefined && key.table !== table.name && isLeft(key.table))
    // Of tables that follow each other the first one begins.
    const next = Math.max(
      0,
      left.findIndex((work) => !follows(work)),
    )
    ordered.push(...left.splice(next, 1))
  }
  return ordered
}

/** Whether anything comes or goes in the tables of a circle: only then does it matter. */
const orderOf = (works: readonly TableWork[]): TableOrder =>
  tablesInOrder(works.filter(({ counts }) => counts.insert + counts.delete > 0).map(({ table }) => table.def))

/**
 * Writes everything that the plan says, in one transaction: rows that go, rows that make way in unique keys, new rows with those that they refer to first,
 * changed rows, and at last rows that others referred to until then. Refuses what the server would not take, by name.
 */
export async function writeAll(
  session: GameSession,
  schema: GameSchema,
  works: readonly TableWork[],
  blocksOf: Writing['blocksOf'],
  signal: AbortSignal,
): Promise<void> {
  const affected = new Map(works.map((work) => [work, { insert: 0, update: 0, delete: 0 }]))
  const order = orderOf(works)
  const sorted = [...inOrder(works, order), ...works.filter(({ table }) => !order.order.includes(table.name))]
  const late = lateTables(works)
  const isLate = ({ table }: TableWork) => late.has(table.name)
  const statements = new StatementsUnderWay(session, signal)
  const writing: Writing = { session, schema, order, statements, blocksOf, affected: (work) => affected.get(work) as Record<OperationKind, number> }
  const children = sorted.toReversed()
  await writeDeletes(
    writing,
    children.filter((work) => !isLate(work)),
  )
  await checkUpdates(writing, works, isLate)
  const wayMade = await makeWay(writing, sorted, isLate)
  await writeInserts(writing, sorted)
  for (const work of followersLast(sorted)) await writeUpdates(writing, work)
  await statements.settled()
  await wayMade.putBack()
  await writeDeletes(writing, children.filter(isLate))
  await statements.settled()
  checkCounts(works, affected)
}

/** The server touched exactly as many rows as the plan names. */
function checkCounts(works: readonly TableWork[], affected: ReadonlyMap<TableWork, Record<OperationKind, number>>): void {
  for (const work of works) {
    for (const kind of ['insert', 'update', 'delete'] as const) {
      const [planned, done] = [work.counts[kind], affected.get(work)?.[kind] ?? 0]
      if (planned !== done) throw new RunFailure(refuse('import_counts_differ', 409, { table: work.table.name, kind, planned, done }))
    }
  }
}

import { insertSql, updateSql, type Values } from '#core/datasheets/apply/statements.ts'
import { type KeptOperation, ofColumn } from '#core/datasheets/operation.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { ordered } from '#workers/datasheets/apply/ordered-rows.ts'
import { statementFault } from '#workers/datasheets/apply/statement-fault.ts'
import { isOp, type TableWork } from '#workers/datasheets/apply/table-work.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

type Insert = { block: number; at: number; operation: KeptOperation }
/** Columns of a row that stay NULL until everything that they may refer to is there. */
type Pending = { key: Values; columns: string[]; values: Values }

const rowsAtOnce = 500

const signatureOf = ({ cells }: KeptOperation): string => JSON.stringify(Object.keys(cells))

/** Runs of rows that give the same columns, in their order. */
function* runs(inserts: readonly Insert[]): Generator<Insert[]> {
  let run: Insert[] = []
  for (const insert of inserts) {
    const [first] = run
    if (first && (signatureOf(first.operation) !== signatureOf(insert.operation) || run.length === rowsAtOnce)) {
      yield run
      run = []
    }
    run.push(insert)
  }
  if (run.length > 0) yield run
}

async function* insertsOf(writing: Writing, work: TableWork): AsyncGenerator<Insert[]> {
  const inside = writing.order.ordered.filter(({ table }) => table === work.table.name)
  if (inside.length > 0) {
    yield* runs(await ordered(writing, work, isOp('insert'), inside))
    return
  }
  for await (const { block, operations } of writing.blocksOf(work)) {
    yield* runs(operations.flatMap((operation, at) => (operation.op === 'insert' ? [{ block, at, operation }] : [])))
  }
}

/** New rows of these tables, in this order, and then what they refer to in circles. */
export async function writeInserts(writing: Writing, works: readonly TableWork[]): Promise<void> {
  const pending = new Map<TableWork, Pending[]>()
  for (const work of works.filter(({ counts }) => counts.insert > 0)) {
    const held = new Set(writing.order.deferred.filter(({ table }) => table === work.table.name).flatMap(({ nullable }) => nullable))
    const waiting: Pending[] = []
    for await (const run of insertsOf(writing, work)) waiting.push(...(await writeRun(writing, work, run, held)))
    if (waiting.length > 0) pending.set(work, waiting)
  }
  await writing.statements.settled()
  for (const [work, all] of pending) await fillIn(writing, work, all)
}

/** Writes one run of rows; answers what of them is still to be filled in. */
async function writeRun(writing: Writing, work: TableWork, run: readonly Insert[], held: ReadonlySet<string>): Promise<Pending[]> {
  const names = Object.keys(run[0]?.operation.cells ?? {})
  const columns = names.map((name) => work.column(name))
  const value = ({ operation }: Insert, name: string) => ofColumn(operation.cells, name)?.[1] ?? null
  const rows = run.map((insert) => names.map((name) => (held.has(name) ? null : value(insert, name))))
  const count = (touched: number) => {
    writing.affected(work).insert += touched
  }
  const keyless = run.filter(({ block, at, operation }) => work.keyOf(block, at, operation) === undefined)
  if (keyless.length === 0) await writing.statements.send(work.table.name, insertSql(work.table.name, columns, rows), count)
  else await writeKeyless(writing, work, run, columns, rows)
  if (held.size === 0) return []
  return run.flatMap((insert): Pending[] => {
    const left = names.filter((name) => held.has(name) && value(insert, name) !== null)
    const key = work.keyOf(insert.block, insert.at, insert.operation)
    return left.length > 0 && key ? [{ key, columns: left, values: left.map((name) => value(insert, name)) }] : []
  })
}

/** Rows whose number the server chooses: one by one, because each has to be found again. */
async function writeKeyless(
  writing: Writing,
  work: TableWork,
  run: readonly Insert[],
  columns: TableWork['table']['columns'],
  rows: readonly Values[],
): Promise<void> {
  const { name, keyColumns } = work.table
  await writing.statements.settled()
  for (const [at, { block, at: place, operation }] of run.entries()) {
    if (!keyColumns.some(({ autoIncrement }) => autoIncrement)) throw new RunFailure(refuse('import_key_unknown', 409, { table: name }))
    try {
      writing.affected(work).insert += await writing.session.execute(insertSql(name, columns, [rows[at] ?? []]))
    } catch (error) {
      throw statementFault(error, name)
    }
    const [made] = await writing.session.query('SELECT CAST(LAST_INSERT_ID() AS CHAR) AS id')
    work.choose(
      block,
      place,
      keyColumns.map((column) => (column.autoIncrement ? String(made?.id) : (operation.key[column.name] ?? null))),
    )
  }
}

/** What was NULL meanwhile. The time that the server sets on updates stays that of the insert. */
async function fillIn({ statements }: Writing, work: TableWork, pending: readonly Pending[]): Promise<void> {
  const { name, keyColumns } = work.table
  for (const group of Map.groupBy(pending, ({ columns }) => JSON.stringify(columns)).values()) {
    const columns = (group[0]?.columns ?? []).map((column) => work.column(column))
    for (let from = 0; from < group.length; from += rowsAtOnce) {
      const part = group.slice(from, from + rowsAtOnce)
      const [keys, rows] = [part.map(({ key }) => key), part.map(({ values }) => values)]
      await statements.send(name, updateSql(name, keyColumns, keys, columns, rows, work.setByServer(columns.map((column) => column.name))))
    }
  }
  await statements.settled()
}

import { deleteSql, keyCondition, updateSql, type Values } from '#core/datasheets/apply/statements.ts'
import { ofColumn } from '#core/datasheets/operation.ts'
import { quoteName } from '#server/game-database.ts'
import { ordered } from '#workers/datasheets/apply/ordered-rows.ts'
import type { Block } from '#workers/datasheets/apply/plan-blocks.ts'
import { lookAtReferring, referringTo, wouldChange } from '#workers/datasheets/apply/referring.ts'
import { isOp, type TableWork } from '#workers/datasheets/apply/table-work.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

const doomed = (work: TableWork, { block, operations }: Block): Values[] =>
  operations.flatMap((operation, at) => (operation.op === 'delete' ? [work.keyOf(block, at, operation) as Values] : []))

/** Takes the foreign keys out of rows that go, where rows refer to each other in a circle. */
async function letGo({ statements, blocksOf, order }: Writing, work: TableWork): Promise<void> {
  for (const { foreignKey, nullable } of order.deferred.filter(({ table }) => table === work.table.name)) {
    const columns = nullable.map((name) => work.column(name))
    for await (const { block, operations } of blocksOf(work)) {
      const keys = operations.flatMap((operation, at) =>
        operation.op === 'delete' && foreignKey.columns.every((name) => (ofColumn(operation.cells, name)?.[0] ?? null) !== null)
          ? [work.keyOf(block, at, operation) as Values]
          : [],
      )
      if (keys.length === 0) continue
      const nothing = keys.map(() => columns.map(() => null))
      await statements.send(work.table.name, updateSql(work.table.name, work.table.keyColumns, keys, columns, nothing))
    }
  }
}

/** Rows of other tables that the server would delete or change along: nobody was shown them, and no plan would bring them back. */
async function checkCascades({ session, schema }: Writing, work: TableWork, keys: readonly Values[]): Promise<void> {
  const own = quoteName(work.table.name)
  for (const referring of referringTo(schema, work.table.name)) {
    const { from, foreignKey } = referring
    const { columns, references, onDelete } = foreignKey
    if (!/^(cascade|set null|set default)$/i.test(onDelete)) continue
    const parent = `(SELECT ${references.map(quoteName).join(', ')} FROM ${own} WHERE ${keyCondition(work.table.keyColumns, keys)}) AS gone`
    const joined = columns.map((name, at) => `child.${quoteName(name)} = gone.${quoteName(references[at] ?? '')}`).join(' AND ')
    const itself = from === own ? ` WHERE NOT (${keyCondition(work.table.keyColumns, keys)})` : ''
    const row = await lookAtReferring(
      session,
      `SELECT COUNT(*) AS rows_left FROM ${parent} JOIN (SELECT * FROM ${from}${itself}) AS child ON ${joined}`,
      referring,
    )
    const rows = Number(row?.rows_left)
    if (rows > 0) throw wouldChange('delete_would_cascade', referring, rows, onDelete)
  }
}

/** Deletes the rows of these tables, those that refer to others first. */
export async function writeDeletes(writing: Writing, works: readonly TableWork[]): Promise<void> {
  const all = works.filter(({ counts }) => counts.delete > 0)
  for (const work of all) await letGo(writing, work)
  for (const work of all) {
    const count = (rows: number) => {
      writing.affected(work).delete += rows
    }
    for await (const keys of keysOf(writing, work)) {
      await writing.statements.settled()
      await checkCascades(writing, work, keys)
      await writing.statements.send(work.table.name, deleteSql(work.table.name, work.table.keyColumns, keys), count)
    }
    await writing.statements.settled()
  }
}

async function* keysOf(writing: Writing, work: TableWork): AsyncGenerator<Values[]> {
  const inside = writing.order.ordered.filter(({ table }) => table === work.table.name)
  if (inside.length > 0) {
    const rows = await ordered(writing, work, isOp('delete'), inside)
    for (const one of rows.reverse()) yield [one.key]
    return
  }
  for await (const block of writing.blocksOf(work)) {
    const keys = doomed(work, block)
    if (keys.length > 0) yield keys
  }
}

import { keyCondition, type Values } from '#core/datasheets/apply/statements.ts'
import { type KeptOperation, valueBefore } from '#core/datasheets/operation.ts'
import { quoteName } from '#server/game-database.ts'
import { lookAtReferring, type Referring, referringTo, wouldChange } from '#workers/datasheets/apply/referring.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import { type Weighing, weighed } from '#workers/datasheets/apply/weighed.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

type Following = Referring & { action: string }
/** What a row that is changed or goes held before. */
const before = (operation: KeptOperation, name: string): string | null => valueBefore(operation, name) ?? null
const changesOne = ({ op, cells }: KeptOperation, columns: readonly string[]): boolean => op === 'update' && columns.some((name) => Object.hasOwn(cells, name))

/** Foreign keys whose rows the server changes along with these ones; another case of the same letters is a change to it as well. */
const followersOf = ({ schema }: Writing, { table, changed }: TableWork): Following[] =>
  referringTo(schema, table.name).flatMap((referring): Following[] => {
    const { onUpdate: action, references } = referring.foreignKey
    return action !== undefined && references.some((name) => changed.has(name)) ? [{ ...referring, action }] : []
  })

/** How many rows refer to those with these keys. */
async function countReferring({ session }: Writing, { table }: TableWork, following: Following, keys: readonly Values[]): Promise<number> {
  const { columns, references } = following.foreignKey
  const parent = `(SELECT ${references.map(quoteName).join(', ')} FROM ${quoteName(table.name)} WHERE ${keyCondition(table.keyColumns, keys)}) AS changed`
  const joined = columns.map((name, at) => `child.${quoteName(name)} = changed.${quoteName(references[at] ?? '')}`).join(' AND ')
  const row = await lookAtReferring(session, `SELECT COUNT(*) AS referring FROM ${parent} JOIN ${following.from} AS child ON ${joined}`, following)
  return Number(row?.referring)
}

/** How many of the rows that refer to these values the plan leads elsewhere, or deletes later on. */
async function countPlanned(writing: Writing, child: TableWork, columns: readonly string[], weighing: Weighing[], old: ReadonlySet<string>, late: boolean) {
  let planned = 0
  for await (const { operations } of writing.blocksOf(child)) {
    const rows = operations.filter((operation) => changesOne(operation, columns) || (late && operation.op === 'delete'))
    const held = await weighed(
      writing.session,
      weighing,
      rows.map((operation) => columns.map((name) => before(operation, name))),
    )
    planned += held.filter((value) => value !== null && old.has(value)).length
  }
  return planned
}

async function checkFollowing(writing: Writing, work: TableWork, following: Following, works: readonly TableWork[], isLate: (work: TableWork) => boolean) {
  const { from, foreignKey, action } = following
  const weighing: Weighing[] = foreignKey.references.map((name) => ({ column: work.column(name), prefix: null }))
  const old = new Set<string>()
  let referring = 0
  for await (const { block, operations } of writing.blocksOf(work)) {
    const changed = operations.flatMap((operation, at) =>
      changesOne(operation, foreignKey.references) ? [{ operation, key: work.keyOf(block, at, operation) as Values }] : [],
    )
    if (changed.length === 0) continue
    const values = changed.map(({ operation }) => foreignKey.references.map((name) => before(operation, name)))
    for (const value of await weighed(writing.session, weighing, values)) if (value !== null) old.add(value)
    const keys = changed.map(({ key }) => key)
    referring += await countReferring(writing, work, following, keys)
  }
  const touched = works.find(({ table }) => quoteName(table.name) === from)
  const planned = referring > 0 && touched ? await countPlanned(writing, touched, foreignKey.columns, weighing, old, isLate(touched)) : 0
  const rows = referring - planned
  if (rows > 0) throw wouldChange('update_would_cascade', following, rows, action)
}

/**
 * Rows that the server would change along (ON UPDATE CASCADE, SET NULL) and that the plan does not change itself: nobody was shown them, and no plan would
 * bring them back. To be asked before anything is moved aside. Refuses update_would_cascade, outside_would_change, referring_unreadable.
 */
export async function checkUpdates(writing: Writing, works: readonly TableWork[], isLate: (work: TableWork) => boolean): Promise<void> {
  await writing.statements.settled()
  for (const work of works) for (const following of followersOf(writing, work)) await checkFollowing(writing, work, following, works, isLate)
}

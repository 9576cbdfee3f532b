import { randomBytes } from 'node:crypto'
import { updateSql, type Values } from '#core/datasheets/apply/statements.ts'
import { freeNumbers, numberText, type Parking, parkingOf, rangeOf, rowsInTheWay, type UniqueUse } from '#core/datasheets/apply/unique-swaps.ts'
import { type KeptOperation, ofColumn } from '#core/datasheets/operation.ts'
import type { ColumnDef, UniqueKey } from '#core/datasheets/table.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { quoteName } from '#server/game-database.ts'
import type { TableWork } from '#workers/datasheets/apply/table-work.ts'
import { type Weighing, weighed } from '#workers/datasheets/apply/weighed.ts'
import type { Writing } from '#workers/datasheets/apply/write.ts'

const rowsAtOnce = 500
const randomText = (): string => `~${randomBytes(6).toString('hex').slice(0, 11)}`

/** A row that takes part in a unique key: changed, new or going. `value`: what a column of it holds afterwards, or before. */
type Taker = { key: Values; operation: KeptOperation }
/** A row that waits in a column that its update does not name: it gets its value back. */
type ToPutBack = { work: TableWork; column: ColumnDef; key: Values; value: string | null }

function sides({ op, cells, same }: KeptOperation, { name, default: from }: ColumnDef): { before: string | null; after: string | null } {
  const cell = ofColumn(cells, name)
  if (op === 'update') return cell ? { before: cell[0], after: cell[1] } : { before: ofColumn(same, name) ?? null, after: ofColumn(same, name) ?? null }
  const next = cell ? cell[1] : from && 'value' in from ? from.value : null
  return op === 'insert' ? { before: null, after: next } : { before: cell?.[0] ?? null, after: null }
}

const givesUp = (work: TableWork, { columns }: UniqueKey, late: boolean): boolean =>
  columns.some((name) => work.changed.has(name)) || (late && work.counts.delete > 0)

/** What the touched rows hold in a unique key before and after. */
async function usesOf(writing: Writing, work: TableWork, unique: UniqueKey, late: boolean): Promise<UniqueUse<Taker>[]> {
  const columns: Weighing[] = unique.columns.map((name, at) => ({ column: work.column(name), prefix: unique.prefixes?.[at] ?? null }))
  const uses: UniqueUse<Taker>[] = []
  for await (const { block, operations } of writing.blocksOf(work)) {
    const takers = operations.flatMap((operation, at): Taker[] => {
      const counts = operation.op === 'insert' || (operation.op === 'delete' ? late : unique.columns.some((name) => Object.hasOwn(operation.cells, name)))
      return counts ? [{ key: work.keyOf(block, at, operation) ?? [], operation }] : []
    })
    const valuesOf = (side: 'before' | 'after') => takers.map(({ operation }) => columns.map(({ column }) => sides(operation, column)[side]))
    const before = await weighed(writing.session, columns, valuesOf('before'))
    const after = await weighed(writing.session, columns, valuesOf('after'))
    uses.push(...takers.map((row, at) => ({ row, before: before[at] ?? null, after: after[at] ?? null })))
  }
  return uses
}

const units = (value: string, scale: number): bigint => BigInt(scale === 0 ? value : value.replace('.', ''))

/** Numbers that neither the table has nor the plan brings. */
async function freeIn(writing: Writing, work: TableWork, column: ColumnDef, uses: readonly UniqueUse<Taker>[], count: number): Promise<string[] | null> {
  const name = quoteName(column.name)
  const [row] = await writing.session.query(`SELECT CAST(MIN(${name}) AS CHAR) AS low, CAST(MAX(${name}) AS CHAR) AS high FROM ${quoteName(work.table.name)}`)
  const { scale } = rangeOf(column)
  const brought = uses.flatMap(({ row: { operation } }) => sides(operation, column).after ?? [])
  const all = [row?.low, row?.high]
    .flatMap((value) => (value == null ? [] : [String(value)]))
    .concat(brought)
    .map((value) => units(value, scale))
  const sorted = all.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const [low, high] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n]
  return freeNumbers(column, low, high, count)?.map((value) => numberText(value, scale)) ?? null
}

async function waitingValues(
  writing: Writing,
  work: TableWork,
  parking: Parking,
  uses: readonly UniqueUse<Taker>[],
  count: number,
): Promise<(string | null)[] | null> {
  const { column, to } = parking
  if (to === 'number') return freeIn(writing, work, column, uses, count)
  const make = { null: () => null, text: randomText, bytes: () => bytesFor(column) }[to]
  return Array.from({ length: count }, make)
}

const bytesFor = ({ type }: ColumnDef): string =>
  randomBytes(type.kind === 'binary' ? Math.min(type.maxBytes, 16) : 8)
    .toString('hex')
    .toUpperCase()

/** Moves the rows of one unique key aside that others need the place of. */
async function parkRows(writing: Writing, work: TableWork, unique: UniqueKey, late: boolean): Promise<ToPutBack[]> {
  const uses = await usesOf(writing, work, unique, late)
  const rows = [...rowsInTheWay(uses)]
  if (rows.length === 0) return []
  const impossible = () => new RunFailure(refuse('unique_swap_impossible', 409, { table: work.table.name, key: unique.name }))
  const parking = parkingOf(work.table.def, unique, writing.schema.all)
  if (!parking) throw impossible()
  const values = await waitingValues(writing, work, parking, uses, rows.length)
  if (!values) throw impossible()
  const { name, keyColumns } = work.table
  const { column } = parking
  const kept = work.setByServer([column.name])
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const keys = rows.slice(from, from + rowsAtOnce).map(({ key }) => key)
    const aside = values.slice(from, from + rowsAtOnce).map((value) => [value])
    await writing.statements.send(name, updateSql(name, keyColumns, keys, [column], aside, kept))
  }
  await writing.statements.settled()
  const unnamed = rows.filter(({ operation }) => operation.op === 'update' && !Object.hasOwn(operation.cells, column.name))
  return unnamed.map(({ key, operation }) => ({ work, column, key, value: ofColumn(operation.same, column.name) ?? null }))
}

/**
 * Rows that give up what others take in a unique key wait aside: in NULL, or in a value that nobody has. `putBack` gives columns that the plan does not
 * name their values again, once all others have theirs. Refuses unique_swap_impossible where no such value is to be had.
 */
export async function makeWay(writing: Writing, works: readonly TableWork[], isLate: (work: TableWork) => boolean): Promise<{ putBack: () => Promise<void> }> {
  const toPutBack: ToPutBack[] = []
  await writing.statements.settled()
  for (const work of works) {
    const keys = work.table.def.uniqueKeys.filter(({ columns }) => columns.every((name) => work.table.place.has(name)))
    for (const unique of keys) if (givesUp(work, unique, isLate(work))) toPutBack.push(...(await parkRows(writing, work, unique, isLate(work))))
  }
  return {
    putBack: async () => {
      for (const { work, column, key, value } of toPutBack) {
        const { name, keyColumns } = work.table
        await writing.statements.send(name, updateSql(name, keyColumns, [key], [column], [[value]], work.setByServer([column.name])))
      }
      await writing.statements.settled()
    },
  }
}

import { type Operation, operationLine } from '#core/datasheets/operation.ts'
import { lineTest, type RowFilter } from '#core/datasheets/plan-rows.ts'
import { byteCache } from '#core/shared/byte-cache.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { type BlockExtent, blocksOf, extentOf, positionOf, rowsFault, rowsFaultOf } from '#features/datasheets/plans/repository.ts'
import type { PlanRow, PlanRows, RowQuery } from '#features/datasheets/plans/schema.ts'
import { draftOf } from '#features/datasheets/plans/service.ts'
import type { Origin } from '#features/datasheets/service.ts'
import { db } from '#server/database.ts'
import { unpackLines } from '#server/packed-lines.ts'

/** How long one request looks for rows before it answers with what it has. */
const SEARCH_MS = 1_500
const BLOCKS_AT_ONCE = 16
const CACHE_BYTES = 48 * 1024 * 1024
const MOST_SEARCHES = 40
/** Places that all searches together remember, eight bytes each. */
export const mostPlaces = 2_000_000

type Table = { planId: bigint; position: number }
/** A search that is under way or through: places of what was found, and the blocks that were looked at. */
type Search = { found: number[]; next: number; turn: Promise<void> }

const holder = globalThis as { qdPlanBlocks?: ReturnType<typeof byteCache>; qdPlanSearches?: Map<string, Search> }
holder.qdPlanBlocks ??= byteCache(CACHE_BYTES)
holder.qdPlanSearches ??= new Map()
const cache = holder.qdPlanBlocks
const searches = holder.qdPlanSearches

const keyOf = ({ planId, position }: Table): string => `${planId}/${position}`
const sizeOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + 2 * line.length, 0)

/** Blocks of a draft, which never changes. What is not in memory is read in one statement. */
async function linesOf(table: Table, blocks: readonly number[]): Promise<Map<number, string[]>> {
  const missing = blocks.filter((block) => !cache.has(`${keyOf(table)}/${block}`))
  const read = missing.length ? blocksOf(table.planId, table.position, missing) : Promise.resolve([])
  const load = async (block: number) => {
    const row = (await read).find((one) => one.block === block)
    return row ? unpackLines(row.data) : []
  }
  return new Map(await Promise.all(blocks.map(async (block) => [block, await cache.get(`${keyOf(table)}/${block}`, () => load(block), sizeOf)] as const)))
}

const operationsIn = ({ inserts, updates, deletes }: BlockExtent): number => inserts + updates + deletes

/** A block with the place of its first row in the table. */
type Placed = BlockExtent & { first: number }

async function placedExtents({ planId, position }: Table): Promise<Placed[]> {
  let next = 0
  return (await extentOf(planId, position)).map((block) => {
    const first = next
    next += operationsIn(block)
    return { ...block, first }
  })
}

const extents = (table: Table): Promise<Placed[]> =>
  cache.get(
    `${keyOf(table)}/extent`,
    () => placedExtents(table),
    (all) => all.length * 100,
  )

/** All of a block, none of it, or to be looked at. */
function share(block: BlockExtent, { op, column, q }: RowFilter): 'all' | 'none' | 'some' {
  if (!op) return column || q ? 'some' : 'all'
  const count = { insert: block.inserts, update: block.updates, delete: block.deletes }[op]
  if (count === 0) return 'none'
  return count === operationsIn(block) && !column && !q ? 'all' : 'some'
}

/** At least one group of blocks, whatever the time. */
async function searchOn(table: Table, all: readonly Placed[], filter: RowFilter, search: Search, searchMs: number): Promise<void> {
  const endsAt = Date.now() + searchMs
  const test = lineTest(filter)
  do {
    const some = all.slice(search.next, search.next + BLOCKS_AT_ONCE)
    const lines = await linesOf(
      table,
      some.filter((block) => share(block, filter) === 'some').map(({ block }) => block),
    )
    for (const extent of some) {
      const { first } = extent
      const whole = share(extent, filter) === 'all'
      if (whole) for (let at = 0; at < operationsIn(extent); at++) search.found.push(first + at)
      for (const [at, line] of (lines.get(extent.block) ?? []).entries()) if (test(line)) search.found.push(first + at)
    }
    search.next += some.length
  } while (search.next < all.length && Date.now() < endsAt)
}

/** The oldest go first, and the latest stays however much it found. */
function forgetSearches(): void {
  let places = 0
  for (const { found } of searches.values()) places += found.length
  for (const [oldest, { found }] of searches) {
    if (searches.size === 1 || (searches.size <= MOST_SEARCHES && places <= mostPlaces)) return
    searches.delete(oldest)
    places -= found.length
  }
}

/** Where the rows are that the filters find; goes on where an earlier request stopped. */
async function searched(table: Table, all: readonly Placed[], filter: RowFilter, searchMs: number): Promise<{ found: readonly number[]; complete: boolean }> {
  const key = `${keyOf(table)} ${JSON.stringify([filter.op, filter.column, filter.q?.toLowerCase()])}`
  const search = searches.get(key) ?? { found: [], next: 0, turn: Promise.resolve() }
  searches.delete(key)
  searches.set(key, search)
  // One at a time: two that look for the same must not find it twice.
  search.turn = search.turn.catch(() => {}).then(() => searchOn(table, all, filter, search, searchMs))
  await search.turn
  forgetSearches()
  return { found: search.found, complete: search.next >= all.length }
}

/** The blocks that hold these places, which ascend, each with its own. */
function blocksWith(all: readonly Placed[], places: readonly number[]): { extent: Placed; places: number[] }[] {
  const found: { extent: Placed; places: number[] }[] = []
  let at = 0
  for (const place of places) {
    while (at + 1 < all.length && (all[at + 1] as Placed).first <= place) at++
    const extent = all[at]
    if (!extent) break
    const last = found.at(-1)
    if (last?.extent === extent) last.places.push(place)
    else found.push({ extent, places: [place] })
  }
  return found
}

async function rowsAt(table: Table, all: readonly Placed[], places: readonly number[]): Promise<PlanRow[]> {
  const blocks = blocksWith(all, places)
  const rows: PlanRow[] = []
  for (let at = 0; at < blocks.length; at += BLOCKS_AT_ONCE) {
    const some = blocks.slice(at, at + BLOCKS_AT_ONCE)
    const lines = await linesOf(
      table,
      some.map(({ extent }) => extent.block),
    )
    for (const { extent, places: own } of some) {
      for (const index of own) {
        const line = lines.get(extent.block)?.[index - extent.first]
        if (line !== undefined) rows.push({ index, ...(JSON.parse(line) as Omit<PlanRow, 'index'>) })
      }
    }
  }
  return rows
}

/** Without filters only the blocks that hold the rows are read; a search goes on for `searchMs` and says whether it came to its end. */
export async function pageOfRows(table: Table, { offset, limit, ...filter }: RowQuery, searchMs = SEARCH_MS): Promise<PlanRows> {
  const all = await extents(table)
  const total = all.reduce((sum, block) => sum + operationsIn(block), 0)
  if (!filter.op && !filter.column && !filter.q) {
    const places = Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, at) => offset + at)
    return { items: await rowsAt(table, all, places), total, matching: total, complete: true }
  }
  const { found, complete } = await searched(table, all, filter, searchMs)
  return { items: await rowsAt(table, all, found.slice(offset, offset + limit)), total, matching: found.length, complete }
}

async function* allRows(table: Table, filter: RowFilter): AsyncGenerator<string> {
  const test = lineTest(filter)
  const all = await extentOf(table.planId, table.position)
  const wanted = all.filter((block) => share(block, filter) !== 'none').map(({ block }) => block)
  for (let at = 0; at < wanted.length; at += BLOCKS_AT_ONCE) {
    const some = wanted.slice(at, at + BLOCKS_AT_ONCE)
    const blocks = await blocksOf(table.planId, table.position, some)
    if (blocks.length < some.length) throw new Error(`rows of plan ${table.planId} were removed while they were read`)
    for (const { data } of blocks) {
      const lines = (await unpackLines(data)).filter(test)
      if (lines.length) yield lines.map((line) => `${operationLine(JSON.parse(line) as Operation)}\n`).join('')
    }
  }
}

/** The place of a table of a plan that this person may see. Refuses plan_not_ready, plan_rows_removed, plan_table_unknown. */
export async function tableOf(who: Principal, id: string, table: string): Promise<Table | Refusal> {
  const plan = await draftOf(who, id)
  if (plan instanceof Refusal) return plan
  const fault = rowsFault(plan)
  if (fault) return fault
  const position = await positionOf(plan.id, table)
  return position === null ? refuse('plan_table_unknown', 404, { table }) : { planId: plan.id, position }
}

/** What `read` makes of a table's rows; plan_rows_removed when they went meanwhile, so that nobody takes a part for the whole. */
export async function wholeOf<Rows>(table: Table, read: Promise<Rows>): Promise<Rows | Refusal> {
  const rows = await read
  return (await rowsFaultOf(table.planId)) ?? rows
}

/** Rows of one table from `offset` among those that the filters find. Refuses plan_not_ready, plan_rows_removed, plan_table_unknown. */
export async function listRows(who: Principal, id: string, table: string, query: RowQuery): Promise<PlanRows | Refusal> {
  const place = await tableOf(who, id, table)
  return place instanceof Refusal ? place : wholeOf(place, pageOfRows(place, query))
}

/** All rows that the filters find as lines of JSON, `{op,key,cells}`, block by block; leaves a row in the audit. */
export async function exportRows(who: Principal, id: string, table: string, filter: RowFilter, origin: Origin) {
  const place = await tableOf(who, id, table)
  if (place instanceof Refusal) return place
  const detail = { table, ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) }
  await recordAudit(db, { who, action: 'datasheets.rows.export', object: `plan:${id}`, planId: id, detail, ...origin })
  return { name: `plan_${id}_${table}.ndjson`, contentType: 'application/x-ndjson', content: allRows(place, filter) }
}

import { isApart } from '#core/datasheets/plan-rows.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { type ApartExtent, blockOf, extentOf } from '#features/datasheets/apart/repository.ts'
import type { ApartQuery, ApartRows } from '#features/datasheets/plans/schema.ts'
import { tableOf, wholeOf } from '#features/datasheets/rows/service.ts'
import { unpackLines } from '#server/packed-lines.ts'

type Kind = NonNullable<ApartQuery['kind']>
type Wanted = {
  block: number
  /** Rows of the table before the block, and of those that are wanted. */
  first: number
  before: number
}

const countOf = ({ theirs, both }: ApartExtent, kind: Kind | undefined): number => (kind === undefined ? theirs + both : { theirs, both }[kind])

/** The blocks that hold wanted rows from `offset` on, and how many are wanted in all. */
function placed(extents: readonly ApartExtent[], kind: Kind | undefined, offset: number, limit: number): { blocks: Wanted[]; total: number } {
  const blocks: Wanted[] = []
  let first = 0
  let total = 0
  for (const extent of extents) {
    const count = countOf(extent, kind)
    if (count > 0 && total < offset + limit && total + count > offset) blocks.push({ block: extent.block, first, before: total })
    first += countOf(extent, undefined)
    total += count
  }
  return { blocks, total }
}

async function linesOf(planId: bigint, position: number, block: number): Promise<string[]> {
  const data = await blockOf(planId, position, block)
  return data ? unpackLines(data) : []
}

/** Rows of one table that somebody else has a part in, from `offset` among those of the kind. Refuses plan_not_ready, plan_rows_removed, plan_table_unknown. */
export async function listApart(who: Principal, id: string, table: string, query: ApartQuery): Promise<ApartRows | Refusal> {
  const place = await tableOf(who, id, table)
  return place instanceof Refusal ? place : wholeOf(place, pageOfApart(place, query))
}

async function pageOfApart(place: { planId: bigint; position: number }, { offset, limit, kind }: ApartQuery): Promise<ApartRows> {
  const { blocks, total } = placed(await extentOf(place.planId, place.position), kind, offset, limit)
  const rows: ApartRows['items'] = []
  for (const { block, first, before } of blocks) {
    let at = before
    for (const [index, line] of (await linesOf(place.planId, place.position, block)).entries()) {
      if (kind !== undefined && !isApart(line, kind)) continue
      if (at >= offset && at < offset + limit) rows.push({ index: first + index, ...(JSON.parse(line) as Omit<ApartRows['items'][number], 'index'>) })
      at++
    }
  }
  return { items: rows, total }
}

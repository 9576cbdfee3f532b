import { pieces, ROWS_PAGE } from '#core/retention/chunks.ts'
import { exactPart, sortOut } from '#core/retention/fold.ts'
import { OTHER_PAIRS_PER_REQUEST, PAIRS_PER_REQUEST, type Row, type RowKey, type RowsQuery, rowsBody, type Selection } from '#core/retention/queries/rows.ts'
import type { Range } from '#core/retention/window.ts'
import { ChunkTooBig } from '#server/search/errors.ts'
import { type Bucket, incomplete, type Scan, searchGroups, uidText } from '#workers/retention/scan.ts'

function toRow(bucket: Bucket, query: RowsQuery): Row {
  const values = query.measures.map(({ aggregation, read }, i) => read(aggregation === null ? bucket : bucket[`m${i}`]))
  const other = query.other === undefined ? {} : { other: bucket.key.o == null ? null : uidText(bucket.key.o) }
  const { min, max } = query.unbounded ? { min: 0, max: 0 } : { min: bucket.mn.value, max: bucket.mx.value }
  const row = { uid: uidText(bucket.key.u), ...other, bucket: bucket.key.b, documents: bucket.doc_count, min, max, values }
  if (!Number.isFinite(row.min + row.max) || values.some((value) => !Number.isFinite(value))) throw incomplete(`a group of ${row.uid} lacks a number`)
  return row
}

async function readPages(scan: Scan, query: RowsQuery, selection: Selection, size: number): Promise<Row[]> {
  const rows: Row[] = []
  let documents = 0
  let after: RowKey | null = null
  for (;;) {
    const page = await searchGroups(scan, rowsBody(scan.mapping, query, selection, size, after))
    for (const bucket of page.buckets) {
      rows.push(toRow(bucket, query))
      documents += bucket.doc_count
    }
    if (page.buckets.length === size && page.after) after = page.after as RowKey
    else if (documents === page.total) return rows
    else throw incomplete(`groups hold ${documents} of ${page.total} documents`)
  }
}

function halves(selection: Selection): [Selection, Selection] | null {
  const list: readonly unknown[] = 'uids' in selection ? selection.uids : selection.pairs
  if (list.length < 2) return null
  const middle = list.length >> 1
  return 'uids' in selection
    ? [
        { ...selection, uids: selection.uids.slice(0, middle) },
        { ...selection, uids: selection.uids.slice(middle) },
      ]
    : [{ pairs: selection.pairs.slice(0, middle) }, { pairs: selection.pairs.slice(middle) }]
}

/** Smaller pages than this are not tried: a cluster that allows no more groups is not fit to be read from. */
const LEAST_PAGE = 500

/** All groups of a selection: of half the players at a time and in pages half as large where the cluster asks for less. */
export async function readRows(scan: Scan, query: RowsQuery, selection: Selection, size = ROWS_PAGE): Promise<Row[]> {
  try {
    return await readPages(scan, query, selection, size)
  } catch (error) {
    const less = size >> 1
    if (!(error instanceof ChunkTooBig) || (less < LEAST_PAGE && !halves(selection))) throw error
    const smaller = Math.max(less, LEAST_PAGE)
    const rows = await Promise.all((halves(selection) ?? [selection]).map((half) => readRows(scan, query, half, smaller)))
    return rows.flat()
  }
}

type Own = (uid: string) => Range | undefined
type Bounds = { min: number; max: number }
/** First and last instant of a player's documents in a range, by other means than the groups themselves; null where there are none. */
export type BoundsOf = (uid: string, range: Range) => Bounds | null

/** Groups that were read without their instants, with those that are known of their documents. */
async function withBounds(rows: readonly Row[], query: RowsQuery, known: Promise<BoundsOf>): Promise<Row[]> {
  const boundsOf = await known
  return rows.map((row) => {
    const bounds = boundsOf(row.uid, { from: row.bucket, to: row.bucket + query.intervalMs })
    if (!bounds) throw incomplete(`a group of ${row.uid} holds documents that were not among the events`)
    return { ...row, ...bounds }
  })
}

/**
 * Groups that lie inside each player's own range, exactly: those that reach over a bound are asked again for the part
 * inside it. `uids` and `range` select; `rangeOf` gives the range of a player. With `known` the groups are read without
 * first and last instant, which costs half.
 */
export async function readExactRows(
  scan: Scan,
  query: RowsQuery,
  selection: { uids: readonly string[]; range: Range },
  rangeOf: Own,
  known: Promise<BoundsOf> | null = null,
): Promise<Row[]> {
  const asked = known ? { ...query, unbounded: true } : query
  const found = await readRows(scan, asked, selection)
  const { inside, straddling } = sortOut(known ? await withBounds(found, query, known) : found, rangeOf)
  const pairs = straddling.map((row) => ({
    uid: row.uid,
    ...(query.other === undefined ? {} : { other: row.other ?? null }),
    range: exactPart(row, query.intervalMs, rangeOf(row.uid) as Range),
  }))
  const most = query.other === undefined ? PAIRS_PER_REQUEST : OTHER_PAIRS_PER_REQUEST
  const repaired = await Promise.all(pieces(pairs, most).map((some) => readRows(scan, asked, { pairs: some })))
  return [inside, ...repaired].flat()
}

import { FIRST_LOGIN } from '#core/retention/columns/conditions.ts'
import type { Numbers } from '#core/retention/columns/numbers.ts'
import { foldTexts } from '#core/retention/columns/search.ts'
import { type Block, bytesOfColumn, COLUMN_FORM, type Column, joinBlocks, ranksName, storedColumns, type textColumns } from '#core/retention/columns/sheet.ts'
import { bytesOfTexts, readTexts, type Texts } from '#core/retention/columns/texts.ts'
import { readDefinition } from '#core/retention/definition.ts'
import { byteCache } from '#core/shared/byte-cache.ts'
import type { AnalysisRow } from '#features/retention/repository.ts'
import { type Facts, facts } from '#features/retention/sheet/schema.ts'
import { db, readDirectly, type Tx } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'

/** A sheet as it is stored. `starts` are the places of the blocks' first rows, `rows` their total; a finished one never changes. */
export type StoredSheet = { runId: bigint; metrics: readonly string[]; finished: boolean; starts: readonly number[]; rows: number }

/** What a statement carries at most: servers refuse packets beyond their `max_allowed_packet`, 16 MiB where nobody set it. */
const STATEMENT_BYTES = 1024 * 1024
const BLOCKS_AT_ONCE = 32
const CACHE_BYTES = 160 * 1024 * 1024

const holder = globalThis as { qdSheets?: ReturnType<typeof byteCache> }
holder.qdSheets ??= byteCache(CACHE_BYTES)
/** Columns of finished sheets, and rows in the orders that were asked for. One for the process. */
export const sheetCache = holder.qdSheets

function statements(blocks: readonly Block[]): Block[][] {
  const cut: Block[][] = []
  let bytes = STATEMENT_BYTES
  for (const block of blocks) {
    bytes += block.data.length
    if (bytes > STATEMENT_BYTES || cut.length === 0) {
      cut.push([])
      bytes = block.data.length
    }
    cut.at(-1)?.push(block)
  }
  return cut
}

export async function insertBlocks(tx: Tx, runId: bigint, blocks: readonly Block[]): Promise<void> {
  for (const some of statements(blocks)) {
    const rows = some.map(({ name, block, size, data }) => Prisma.sql`(${runId}, ${name}, ${block}, ${size}, ${data})`)
    await tx.$executeRaw`INSERT INTO retention_column (runId, name, block, size, data) VALUES ${Prisma.join(rows)}`
  }
}

/** Everything that an analysis wrote: it starts over. */
export async function deleteBlocks(tx: Tx, runId: bigint): Promise<void> {
  await tx.columnBlock.deleteMany({ where: { runId } })
}

/** The driver's Buffer as plain bytes, without a copy. */
export const plainBytes = (data: Uint8Array): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)

/** What `of` makes of each block of one column whose first row is before `rows`, in order. Some at a time, and the next ones are on their way meanwhile. */
async function mapBlocks<T>(runId: bigint, name: string, rows: number, of: (block: Uint8Array) => T): Promise<T[]> {
  const read = (after: number): Promise<{ block: number; data: Uint8Array }[]> =>
    readDirectly(Prisma.sql`
      SELECT block, data FROM retention_column
      WHERE runId = ${runId} AND name = ${name} AND block > ${after} AND block < ${rows} ORDER BY block LIMIT ${BLOCKS_AT_ONCE}`)
  const mapped: T[] = []
  for (let reading = read(-1); ; ) {
    const found = await reading
    const more = found.length === BLOCKS_AT_ONCE
    if (more) {
      reading = read(found.at(-1)?.block ?? rows)
      // If the mapping fails nobody waits for them.
      reading.catch(() => undefined)
    }
    for (const { data } of found) mapped.push(of(plainBytes(data)))
    if (!more) return mapped
  }
}

/** Blocks of one column whose first row is before `rows`, in order. */
export const listBlocks = (runId: bigint, name: string, rows = Number.MAX_SAFE_INTEGER): Promise<Uint8Array[]> => mapBlocks(runId, name, rows, (block) => block)

async function findExtent(runId: bigint): Promise<Pick<StoredSheet, 'starts' | 'rows'>> {
  const found = await db.$queryRaw<{ block: number; size: number }[]>`
    SELECT block, size FROM retention_column WHERE runId = ${runId} AND name = ${FIRST_LOGIN} ORDER BY block`
  const starts: number[] = []
  let rows = 0
  for (const { block, size } of found) {
    // What is there of a sheet that is still being written ends at the first block that is missing.
    if (block !== rows) break
    starts.push(block)
    rows += size
  }
  return { starts, rows }
}

/** The sheet of an analysis, as far as it is written. */
export async function findSheet({ runId, summary, definition }: Pick<AnalysisRow, 'runId' | 'summary' | 'definition'>): Promise<StoredSheet> {
  const metrics = readDefinition(definition).metrics.map(({ name }) => name)
  return { runId, metrics, finished: summary !== null, ...(await findExtent(runId)) }
}

const bytesOfSheet = ({ starts }: StoredSheet): number => 1_000 + starts.length * 8

/** The sheet of a run; null without an analysis. A finished one does not change, so nothing is asked for it a second time. */
export async function findSheetOf(runId: bigint): Promise<StoredSheet | 'old_form' | null> {
  const key = `${runId}/sheet`
  const load = async (): Promise<StoredSheet | 'old_form' | null> => {
    const select = { runId: true, summary: true, definition: true, sheetForm: true } as const
    const analysis = await db.analysis.findUnique({ where: { runId }, select })
    if (!analysis) return null
    return analysis.sheetForm === COLUMN_FORM ? findSheet(analysis) : 'old_form'
  }
  if (sheetCache.has(key)) return sheetCache.get(key, load, () => 1_000)
  const sheet = await load()
  if (sheet !== null && sheet !== 'old_form' && sheet.finished) await sheetCache.get(key, async () => sheet, bytesOfSheet)
  return sheet
}

const keyOf = ({ runId }: StoredSheet, name: string): string => `${runId}:${name}`

/** A whole column. That of a finished sheet is kept in memory for a while. */
export function findColumn(sheet: StoredSheet, name: string): Promise<Column> {
  const load = async () => joinBlocks(name, await listBlocks(sheet.runId, name, sheet.rows))
  return sheet.finished ? sheetCache.get(keyOf(sheet, name), load, bytesOfColumn) : load()
}

/** The texts of a column with letters of one case, block by block. They are folded while the next ones are on their way. */
export function findFolded(sheet: StoredSheet, name: (typeof textColumns)[number]): Promise<readonly Texts[]> {
  const load = (): Promise<readonly Texts[]> => mapBlocks(sheet.runId, name, sheet.rows, (block) => foldTexts(readTexts(block)))
  const bytesOf = (blocks: readonly Texts[]) => blocks.reduce((sum, block) => sum + bytesOfTexts(block), 0)
  return sheet.finished ? sheetCache.get(`${keyOf(sheet, name)}/folded`, load, bytesOf) : load()
}

/** A numeric column; other columns have no such reading. */
export async function findNumbers(sheet: StoredSheet, name: string): Promise<Numbers> {
  const column = await findColumn(sheet, name)
  if (column.kind !== 'numbers') throw new Error(`${name} is not a numeric column`)
  return column.data
}

/** Stored ranks of a text column; null where the sheet is not finished. */
export const findRanks = (sheet: StoredSheet, name: (typeof textColumns)[number]): Promise<Numbers | null> =>
  sheet.finished ? findNumbers(sheet, ranksName(name)) : Promise.resolve(null)

async function readBlocks(sheet: StoredSheet, wanted: readonly { name: string; start: number }[]): Promise<Map<string, Column>> {
  if (wanted.length === 0) return new Map()
  const names = [...new Set(wanted.map(({ name }) => name))]
  const starts = [...new Set(wanted.map(({ start }) => start))]
  const found = await readDirectly<{ name: string; block: number; data: Uint8Array }>(Prisma.sql`
    SELECT name, block, data FROM retention_column
    WHERE runId = ${sheet.runId} AND name IN (${Prisma.join(names)}) AND block IN (${Prisma.join(starts)})`)
  return new Map(found.map(({ name, block, data }) => [`${name}@${block}`, joinBlocks(name, [plainBytes(data)])]))
}

/** All columns of some blocks, by the place of their first row. `keep` puts them among what is kept in memory. */
export async function findBlocks(sheet: StoredSheet, starts: readonly number[], keep: boolean): Promise<Map<number, Map<string, Column>>> {
  const names = storedColumns(sheet.metrics)
  const all = starts.flatMap((start) => names.map((name) => ({ name, start, key: `${name}@${start}` })))
  const cached = keep && sheet.finished
  const loading = readBlocks(sheet, cached ? all.filter(({ key }) => !sheetCache.has(keyOf(sheet, key))) : all)
  const columnOf = async (key: string): Promise<Column> => {
    const found = (await loading).get(key)
    if (!found) throw new Error(`run ${sheet.runId} lacks ${key}`)
    return found
  }
  const blocks = new Map<number, Map<string, Column>>(starts.map((start) => [start, new Map()]))
  await Promise.all(
    all.map(async ({ name, start, key }) => {
      const column = await (cached ? sheetCache.get(keyOf(sheet, key), () => columnOf(key), bytesOfColumn) : columnOf(key))
      blocks.get(start)?.set(name, column)
    }),
  )
  return blocks
}

/** Breakdowns and distributions of a finished analysis; null where none were kept. */
export async function findFacts(runId: bigint): Promise<Facts | null> {
  const row = await db.analysis.findUnique({ where: { runId }, select: { facts: true } })
  return row?.facts ? facts.parse(row.facts) : null
}

/** The state of the run that writes a sheet; null when there is none. */
export const findRunState = async (runId: bigint): Promise<string | null> =>
  (await db.run.findUnique({ where: { id: runId }, select: { state: true } }))?.state ?? null

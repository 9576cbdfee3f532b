import { type Condition, FIRST_LOGIN, parseConditions } from '#core/retention/columns/conditions.ts'
import type { Numbers } from '#core/retention/columns/numbers.ts'
import { everyRow, orderByNumbers, ranksOfCodes, ranksOfTexts } from '#core/retention/columns/order.ts'
import { findExact, findTexts } from '#core/retention/columns/search.ts'
import { keepCodes, keepNumbers, rowsKept } from '#core/retention/columns/select.ts'
import { ACTIVE, type Column, codeColumns, rowAt, storedColumns, textColumns } from '#core/retention/columns/sheet.ts'
import { type Texts, textAt } from '#core/retention/columns/texts.ts'
import { RETENTION_METRIC } from '#core/retention/metrics.ts'
import { type SheetRow, statusOf, UNKNOWN } from '#core/retention/sheet.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import type { PlayerPage, PlayerQuery, PlayerRow } from '#features/retention/schema.ts'
import {
  findBlocks,
  findColumn,
  findFacts,
  findFolded,
  findNumbers,
  findRanks,
  findRunState,
  findSheetOf,
  type StoredSheet,
  sheetCache,
} from '#features/retention/sheet/repository.ts'
import type { Breakdown, Distribution } from '#features/retention/sheet/schema.ts'

export type SheetFilter = Pick<PlayerQuery, 'q' | 'status' | 'country' | 'device' | 'where'>

const statusValue = { Retained_d1: 1, Retained_d0: 0, Unripe_d1: null } as const

/** The sheet of a run, as far as it is written. Refuses not_found and sheet_in_old_form. */
export async function openSheet(id: string): Promise<StoredSheet | Refusal> {
  const runId = bigintId(id)
  const sheet = runId ? await findSheetOf(runId) : null
  if (sheet === null) return refuse('not_found', 404)
  return sheet === 'old_form' ? refuse('sheet_in_old_form', 409) : sheet
}

/** The same for showing its rows: while the run goes on, and when it has succeeded. Of one that failed or was cancelled a part must not pass for the whole. */
async function openShown(id: string): Promise<StoredSheet | Refusal> {
  const sheet = await openSheet(id)
  if (sheet instanceof Refusal) return sheet
  const state = await findRunState(sheet.runId)
  return state === 'failed' || state === 'cancelled' ? refuse('analysis_unfinished', 409, { state }) : sheet
}

export function toPlayerRow(row: SheetRow): PlayerRow {
  const base = {
    uid: row.uid,
    auth_id: row.account ?? UNKNOWN,
    nickname: row.nickname ?? UNKNOWN,
    first_login_time: new Date(row.firstMs).toISOString(),
    retention_status: statusOf(row.metrics[RETENTION_METRIC] ?? null),
    country: row.country ?? UNKNOWN,
    device: row.device ?? UNKNOWN,
    active_seconds: row.activeSeconds,
  }
  // No metric has the name of one of these columns; the type cannot say so.
  return { ...base, ...row.metrics } as PlayerRow
}

const numericColumns = (sheet: StoredSheet): string[] => [FIRST_LOGIN, ACTIVE, ...sheet.metrics]

/** Conditions on numbers, those of the status among them. Refuses column_unknown. */
function conditionsOf(sheet: StoredSheet, { status, where }: SheetFilter): Condition[] | Refusal {
  const conditions = where ? (parseConditions(where) ?? []) : []
  const unknown = conditions.find(({ column }) => !numericColumns(sheet).includes(column))
  if (unknown) return refuse('column_unknown', 400, { column: unknown.column }, 'where')
  return status ? [...conditions, { column: RETENTION_METRIC, operator: '=', value: statusValue[status] }] : conditions
}

const findTextColumn = async (sheet: StoredSheet, name: string): Promise<Texts> => (await findColumn(sheet, name)).data as Texts

/** Marks the rows that hold `part` in one of the texts. */
async function search(sheet: StoredSheet, part: string): Promise<Uint8Array> {
  const found = new Uint8Array(sheet.rows)
  for (const folded of await Promise.all(textColumns.map((name) => findFolded(sheet, name)))) {
    folded.forEach((texts, i) => {
      findTexts(texts, part, found.subarray(sheet.starts[i], sheet.starts[i + 1]))
    })
  }
  return found
}

async function filterRows(sheet: StoredSheet, filter: SheetFilter, conditions: readonly Condition[]): Promise<Uint32Array> {
  const loading = conditions.map(({ column }) => findNumbers(sheet, column))
  const [kept, ...numbers] = await Promise.all([filter.q ? search(sheet, filter.q) : new Uint8Array(sheet.rows).fill(1), ...loading])
  conditions.forEach((condition, i) => {
    keepNumbers(kept, numbers[i] as Numbers, condition)
  })
  for (const name of codeColumns) {
    const text = filter[name]
    const column = text ? await findColumn(sheet, name) : null
    if (column?.kind === 'codes') keepCodes(kept, column.data, text === UNKNOWN ? null : (text ?? null))
  }
  return rowsKept(kept)
}

async function sortKeys(sheet: StoredSheet, name: string): Promise<Numbers> {
  if (name === 'retention_status') return findNumbers(sheet, RETENTION_METRIC)
  const text = textColumns.find((one) => one === name)
  if (text) return (await findRanks(sheet, text)) ?? ranksOfTexts(await findTextColumn(sheet, text))
  const column = await findColumn(sheet, name)
  if (column.kind === 'codes') return ranksOfCodes(column.data)
  return findNumbers(sheet, name)
}

type Order = { column: string; descending: boolean }

/** What `sort` names; null for the sheet's own order, and for a name that no column has. */
function orderNamed(sheet: StoredSheet, sort: string | undefined): Order | null {
  const column = sort?.replace(/^-/, '') ?? ''
  const descending = sort?.startsWith('-') ?? false
  const known = column === 'retention_status' || storedColumns(sheet.metrics).includes(column)
  return known && (column !== FIRST_LOGIN || descending) ? { column, descending } : null
}

const isFiltered = ({ q, country, device }: SheetFilter): boolean => Boolean(q || country || device)

async function selectRows(sheet: StoredSheet, filter: SheetFilter, conditions: readonly Condition[], order: Order | null): Promise<Uint32Array> {
  const filtered = isFiltered(filter) || conditions.length > 0
  const finding = filtered ? filterRows(sheet, filter, conditions) : everyRow(sheet.rows)
  const [rows, keys] = await Promise.all([finding, order && sortKeys(sheet, order.column)])
  return order && keys ? orderByNumbers(rows, keys, order.descending) : rows
}

/** Places in the sheet in the order asked for; `rows` null stands for all of them in the sheet's own order. */
export type Selection = { rows: Uint32Array | null; total: number; sorted: boolean }

/** Rows that the filters find, in the order of `sort`. Unknown values come last in both directions; ties stay in the sheet's own order. */
export async function findRows(sheet: StoredSheet, filter: SheetFilter, sort: string | undefined): Promise<Selection | Refusal> {
  const conditions = conditionsOf(sheet, filter)
  if (conditions instanceof Refusal) return conditions
  const order = orderNamed(sheet, sort)
  if (!order && !isFiltered(filter) && conditions.length === 0) return { rows: null, total: sheet.rows, sorted: false }
  const select = () => selectRows(sheet, filter, conditions, order)
  const key = `${sheet.runId}?${JSON.stringify([filter.q, filter.status, filter.country, filter.device, filter.where, order])}`
  const rows = sheet.finished ? await sheetCache.get(key, select, (found) => found.byteLength) : await select()
  return { rows, total: rows.length, sorted: order !== null }
}

/** The places from `skip` on, at most `take`. */
export function placesOf({ rows, total }: Selection, skip: number, take: number): number[] {
  if (rows) return Array.from(rows.subarray(skip, skip + take))
  return Array.from({ length: Math.max(0, Math.min(take, total - skip)) }, (_, i) => skip + i)
}

function startOf(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] as number) <= place) low = middle
    else high = middle - 1
  }
  return starts[low] ?? 0
}

/** Rows at these places, from the blocks they stand in. `keep`: somebody will look at the same blocks again. */
export async function readRows(sheet: StoredSheet, places: readonly number[], keep: boolean): Promise<SheetRow[]> {
  const starts = places.map((place) => startOf(sheet.starts, place))
  const blocks = await findBlocks(sheet, [...new Set(starts)], keep)
  return places.map((place, i) => {
    const start = starts[i] as number
    return rowAt(blocks.get(start) ?? new Map(), sheet.metrics, place - start, place)
  })
}

/** All columns of a sheet, for reading it in an order of which the rows lie scattered. */
export async function findAllColumns(sheet: StoredSheet): Promise<ReadonlyMap<string, Column>> {
  const columns = new Map<string, Column>()
  for (const name of storedColumns(sheet.metrics)) columns.set(name, await findColumn(sheet, name))
  return columns
}

/** One page of the sheet; what is there already while the run goes on. Refuses analysis_unfinished when it ended without success. */
export async function listPlayers(_who: Principal, id: string, query: PlayerQuery): Promise<PlayerPage | Refusal> {
  const sheet = await openShown(id)
  if (sheet instanceof Refusal) return sheet
  const { page, pageSize, sort, ...filter } = query
  const found = await findRows(sheet, filter, sort)
  if (found instanceof Refusal) return found
  const rows = await readRows(sheet, placesOf(found, (page - 1) * pageSize, pageSize), true)
  return { items: rows.map(toPlayerRow), total: found.total, page, pageSize, countedAt: new Date().toISOString() }
}

/** The row of one player, by the exact uid; of several rows of a uid (an account makes the player) that of `account`, or the first. */
export async function loadPlayer(_who: Principal, id: string, uid: string, account?: string): Promise<PlayerRow | Refusal> {
  const sheet = await openShown(id)
  if (sheet instanceof Refusal) return sheet
  const accounts = account === undefined ? null : await findTextColumn(sheet, 'auth_id')
  const places = findExact(await findTextColumn(sheet, 'uid'), uid)
  const place = accounts ? places.find((at) => (textAt(accounts, at) ?? UNKNOWN) === account) : places.next().value
  const [row] = typeof place !== 'number' ? [] : await readRows(sheet, [place], true)
  return row ? toPlayerRow(row) : refuse('player_not_in_sheet', 404, { uid: uid.slice(0, 200) })
}

/** What was counted at the end of a run. Refuses analysis_unfinished before that. */
async function loadFacts(id: string) {
  const sheet = await openSheet(id)
  if (sheet instanceof Refusal) return sheet
  return (await findFacts(sheet.runId)) ?? refuse('analysis_unfinished', 409, { state: 'running' })
}

export async function loadBreakdown(_who: Principal, id: string, by: Breakdown['by']): Promise<Breakdown | Refusal> {
  const facts = await loadFacts(id)
  if (facts instanceof Refusal) return facts
  return facts.breakdowns.find((one) => one.by === by) ?? refuse('not_found', 404)
}

/** Refuses column_unknown for a column that is not numeric, or not in this sheet. */
export async function loadDistribution(_who: Principal, id: string, column: string): Promise<Distribution | Refusal> {
  const facts = await loadFacts(id)
  if (facts instanceof Refusal) return facts
  return facts.distributions.find((one) => one.column === column) ?? refuse('column_unknown', 400, { column }, 'column')
}

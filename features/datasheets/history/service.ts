import { keyText, mayHold } from '#core/datasheets/apply/key-filter.ts'
import { concerns, namedKey, operationOf } from '#core/datasheets/history.ts'
import type { KeptOperation } from '#core/datasheets/operation.ts'
import { bigintId } from '#core/shared/ids.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { approversOf, filtersOf, importsBefore, type TableImport } from '#features/datasheets/history/repository.ts'
import type { History, HistoryQuery } from '#features/datasheets/history/schema.ts'
import { blocksOf } from '#features/datasheets/plans/repository.ts'
import { environmentFor, type Origin } from '#features/datasheets/service.ts'
import { unpackLines } from '#server/packed-lines.ts'

/** How long one request looks for a row before it answers with what it has, and how many imports it reads at once. */
const SEARCH_MS = 1_500
const IMPORTS_AT_ONCE = 25
const BLOCKS_AT_ONCE = 16

type Key = Readonly<Record<string, string | null>>
type Wanted = Pick<HistoryQuery, 'key' | 'column'>
type Found = { made: TableImport; change: KeptOperation | null }

/** What an import did to a row. Only blocks that may hold its key are read. */
async function changeOf({ id, planId, position }: TableImport, key: Key): Promise<KeptOperation | null> {
  const filters = await filtersOf(id, position)
  const text = keyText(key)
  const blocks = filters.filter(({ keys }) => mayHold(keys, text)).map(({ block }) => block)
  for (let at = 0; at < blocks.length; at += BLOCKS_AT_ONCE) {
    for (const { data } of await blocksOf(planId, position, blocks.slice(at, at + BLOCKS_AT_ONCE))) {
      const operation = operationOf(await unpackLines(data), key)
      if (operation) return operation
    }
  }
  return null
}

/** Null: the import has nothing to do with what is asked. */
async function foundIn(made: TableImport, { key: said, column }: Wanted): Promise<Found | null> {
  if (said === undefined) {
    const { inserted, deleted } = made.written
    const about = column === undefined || inserted + deleted > 0 || made.result.byColumn.some((one) => one.column === column)
    return about ? { made, change: null } : null
  }
  const key = namedKey(said, made.result.key)
  const change = key && (await changeOf(made, key))
  if (!change || !concerns(change, column) || (change.op === 'delete' && !made.deletes)) return null
  return { made, change }
}

type Search = { found: Found[]; next: bigint | null }

/** Reads imports from the latest on until there are enough, there are no more, or the time is over. */
async function search(environmentId: string, query: HistoryQuery, before: bigint | null, searchMs: number): Promise<Search | Refusal> {
  const endsAt = Date.now() + searchMs
  const found: Found[] = []
  let last = before
  for (;;) {
    const { ids, items } = await importsBefore(environmentId, query.table, last, IMPORTS_AT_ONCE)
    const [first] = items
    if (last === before && first && query.key !== undefined && namedKey(query.key, first.result.key) === null) return keyFault(first)
    for (const id of ids) {
      const made = items.find((one) => one.id === id)
      const one = made ? await foundIn(made, query) : null
      if (one) found.push(one)
      last = id
      const stops = found.length >= query.limit || Date.now() >= endsAt
      if (stops && !(ids.length < IMPORTS_AT_ONCE && id === ids.at(-1))) return { found, next: id }
    }
    if (ids.length < IMPORTS_AT_ONCE) return { found, next: null }
  }
}

const keyFault = ({ result: { table, key } }: TableImport): Refusal => refuse('history_key_columns', 422, { table, columns: key.join(', ') }, 'key')

function itemOf({ made, change }: Found, approvers: Map<bigint, string[]>): History['items'][number] {
  const { id, planId, at, createdBy, approvalId, files, undoOfId, written } = made
  const told = change && { op: change.op, key: { ...change.key }, cells: cellsOf(change), ...(change.at ? { at: change.at } : {}) }
  return {
    import: String(id),
    plan: String(planId),
    at: at.toISOString(),
    by: createdBy,
    approvedBy: (approvalId === null ? undefined : approvers.get(approvalId)) ?? [],
    files: [...files],
    undoOf: undoOfId === null ? null : String(undoOfId),
    ...written,
    change: told,
  }
}

const cellsOf = ({ cells }: KeptOperation) =>
  Object.fromEntries(Object.entries(cells).map(([column, [old, next]]): [string, [string | null, string | null]] => [column, [old, next]]))

/**
 * Who changed a table, a row or a cell through this console, the latest first; what was changed by others it does not know. An answer may
 * have fewer items than asked for, with `next` to go on from. Refuses environment_unknown, environment_forbidden, history_key_columns.
 */
export async function loadHistory(who: Principal, query: HistoryQuery, origin: Origin, searchMs = SEARCH_MS): Promise<History | Refusal> {
  const environment = await environmentFor(who, 'datasheets.view', query.environment, origin, 'environment')
  if (environment instanceof Refusal) return environment
  const searched = await search(environment.id, query, query.before === undefined ? null : bigintId(query.before), searchMs)
  if (searched instanceof Refusal) return searched
  const { found, next } = searched
  const approvers = await approversOf(found.flatMap(({ made }) => (made.approvalId === null ? [] : [made.approvalId])))
  const items = found.map((one) => itemOf(one, approvers))
  return { environment: { id: environment.id, name: environment.name }, table: query.table, items, next: next === null ? null : String(next) }
}

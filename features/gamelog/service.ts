import { reachFault } from '#core/gamelog/reach.ts'
import { tlsOf } from '#core/gamelog/tls.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { lastTestsOf, recordedSheet } from '#features/audit/service.ts'
import { resolveTable } from '#features/environments/service.ts'
import * as repository from '#features/gamelog/repository.ts'
import type { Preflight, Source, SourceChange, SourceExportQuery, SourceListed, SourcePage, SourceQuery, SourceRequest } from '#features/gamelog/schema.ts'
import { db } from '#server/database.ts'
import type { Sheet } from '#server/http/export.ts'
import { leadsToForbidden } from '#server/outbound.ts'
import { openSearch, type SearchClient } from '#server/search/client.ts'
import { ChunkTooBig, leastRefused } from '#server/search/errors.ts'
import { type Executor, executor } from '#server/search/execute.ts'
import { type PreflightOptions, preflight } from '#server/search/preflight.ts'
import { unlessTaken } from '#server/taken-name.ts'

type Origin = { ip: string; requestId: string }

/** Who presses "test" waits no longer than this for an answer. */
const testMs = 15_000

const tests = 'sources.test'
const objectOf = (id: string): string => `source:${id}`

/** What the audit keeps of a source: no secret. */
function factsOf(row: repository.LinkedSource) {
  const { id: _id, createdAt: _at, players, ...facts } = repository.toSource(row)
  return { ...facts, players: players && `${players.environment}: ${players.table}` }
}

export const listSources = async (_who: Principal): Promise<Source[]> => (await repository.listSources()).map(repository.toSource)

async function withTests(rows: readonly repository.LinkedSource[]): Promise<SourceListed[]> {
  const lastTest = await lastTestsOf(
    tests,
    rows.map(({ id }) => objectOf(id)),
  )
  return rows.map((row) => ({ ...repository.toSource(row), lastTest: lastTest(objectOf(row.id)) }))
}

export async function pageOfSources(_who: Principal, query: SourceQuery): Promise<SourcePage> {
  const { rows, total } = await repository.pageOfSources(query)
  return { items: await withTests(rows), total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

const columns = [
  { name: 'id', width: 38 },
  { name: 'name', width: 30 },
  { name: 'url', width: 40 },
  { name: 'prefix', width: 24 },
  { name: 'username', width: 20 },
  { name: 'zone', width: 18 },
  { name: 'reset_hour', width: 10 },
  { name: 'tls', width: 12 },
  { name: 'nickname_field', width: 24 },
  { name: 'player_environment', width: 24 },
  { name: 'player_table', width: 24 },
  { name: 'last_test', width: 24 },
  { name: 'last_test_at', width: 25 },
  { name: 'created_at', width: 25 },
] as const

function cells(source: SourceListed) {
  const { id, name, url, prefix, username, zone, resetHour, nicknameField, players, lastTest, createdAt } = source
  const test = lastTest && (lastTest.fault ?? 'ok')
  const { environment = null, table = null } = players ?? {}
  return [id, name, url, prefix, username, zone, resetHour, tlsOf(source), nicknameField, environment, table, test, lastTest?.at ?? null, createdAt]
}

/** All that the filters find, in the order of the list, without passwords; leaves a row in the audit. Refuses export_too_large. */
export async function exportSources(who: Principal, query: SourceExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const { format: _, ...filter } = query
  const keys = await repository.listSourceIds(filter)
  const read = async (ids: readonly string[]) => withTests(await repository.listSourcesByIds(ids))
  return recordedSheet(who, { action: 'sources.export', stem: 'sources', query, keys, columns, read, cells }, origin)
}

export async function loadSource(_who: Principal, nameOrId: string): Promise<SourceListed | Refusal> {
  const row = await repository.findSource(nameOrId)
  const [found] = row ? await withTests([row]) : []
  return found ?? refuse('not_found', 404)
}

async function urlFault(text: string | undefined): Promise<Refusal | null> {
  if (text === undefined) return null
  const url = new URL(text)
  if (url.username || url.password) return refuse('url_with_credentials', 400, {}, 'url')
  return (await leadsToForbidden(url.hostname)) ? refuse('address_forbidden', 422, { host: url.hostname }, 'url') : null
}

async function credentialsFault({ url, username, password }: SourceRequest): Promise<Refusal | null> {
  const fault = await urlFault(url)
  if (fault) return fault
  return (username === undefined) === (password === undefined) ? null : refuse('credentials_incomplete', 400, {}, 'username')
}

/** The linked table as it is stored: the environment must be there and let the console touch the table. */
async function playerTable(players: SourceRequest['players']): Promise<repository.PlayerTable | null | undefined | Refusal> {
  if (!players) return players
  const { environment, ...table } = players
  const found = await resolveTable(environment, table.table)
  return found instanceof Refusal ? found : { environmentId: found.id, ...table }
}

/** Refuses url_with_credentials, address_forbidden, credentials_incomplete, environment_unknown, table_not_allowed, name_taken. */
export async function addSource(who: Principal, request: SourceRequest, origin: Origin): Promise<Source | Refusal> {
  const fault = await credentialsFault(request)
  if (fault) return fault
  const players = await playerTable(request.players)
  if (players instanceof Refusal) return players
  return unlessTaken(request.name, () =>
    db.$transaction(async (tx) => {
      const row = await repository.insertSource(tx, request, players ?? null)
      await recordAudit(tx, { who, action: 'sources.add', object: objectOf(row.id), after: factsOf(row), ...origin })
      return repository.toSource(row)
    }),
  )
}

/** The sign-in after a change. A password that is not given again stays with its server and user, and goes to no other. */
function changedCredentials(row: repository.SourceRow, { url, username, password }: SourceChange): Partial<repository.SourceValues> | Refusal {
  if (username === null) return password === undefined ? { username, password: null } : refuse('credentials_incomplete', 400, {}, 'username')
  const user = username ?? row.username
  if (password !== undefined) return user === null ? refuse('credentials_incomplete', 400, {}, 'username') : { username: user, password }
  const sameServer = url === undefined || new URL(url).origin === new URL(row.url).origin
  if (user === row.username && (sameServer || row.passwordSealed === null)) return {}
  return refuse('password_needed', 400, {}, 'password')
}

/** Refuses what addSource refuses, password_needed, and source_in_use when its indices would change under an analysis. */
export async function changeSource(who: Principal, nameOrId: string, change: SourceChange, origin: Origin): Promise<Source | Refusal> {
  const row = await repository.findSource(nameOrId)
  if (!row) return refuse('not_found', 404)
  const fault = await urlFault(change.url)
  if (fault) return fault
  const credentials = changedCredentials(row, change)
  if (credentials instanceof Refusal) return credentials
  const players = await playerTable(change.players)
  if (players instanceof Refusal) return players
  const { username: _user, password: _password, players: _players, ...plain } = change
  const values = { ...plain, ...credentials, ...(players === undefined ? {} : { players }) }
  return unlessTaken(change.name, () =>
    db.$transaction(async (tx) => {
      const { active } = await repository.usesOf(tx, row.id)
      if (active !== null && (change.url !== undefined || change.prefix !== undefined)) return inUse(row.name, active)
      const changed = await repository.updateSource(tx, row.id, values)
      const detail = { passwordChanged: change.password !== undefined }
      await recordAudit(tx, { who, action: 'sources.change', object: objectOf(row.id), before: factsOf(row), after: factsOf(changed), detail, ...origin })
      return repository.toSource(changed)
    }),
  )
}

const inUse = (name: string, run: bigint): Refusal => refuse('source_in_use', 409, { name, run: String(run) })

/** Refused while an analysis is under way. What analyses were made with is archived, anything else is gone. */
export async function removeSource(who: Principal, nameOrId: string, origin: Origin): Promise<{ id: string; removed: true; archived: boolean } | Refusal> {
  const row = await repository.findSource(nameOrId)
  if (!row) return refuse('not_found', 404)
  return db.$transaction(async (tx) => {
    const { analyses, active } = await repository.usesOf(tx, row.id)
    if (active !== null) return inUse(row.name, active)
    const { archived } = await repository.retireSource(tx, row, analyses)
    await recordAudit(tx, { who, action: 'sources.remove', object: objectOf(row.id), before: factsOf(row), detail: { archived, analyses }, ...origin })
    return { id: row.id, removed: true as const, archived }
  })
}

/** What a source is looked at for besides itself: the families and fields that somebody means to read. */
export type Wanted = Pick<PreflightOptions, 'families' | 'bodyFields' | 'tolerant'>

/** What the console finds at the source within `patienceMs`, or why it finds nothing. */
export async function testSource(
  who: Principal,
  nameOrId: string,
  origin: Origin,
  wanted: Wanted = {},
  patienceMs = testMs,
): Promise<{ found: Preflight } | { failed: Refusal } | Refusal> {
  const row = await repository.findSource(nameOrId)
  if (!row) return refuse('not_found', 404)
  const looked = await askSource(row, (client, run) => preflight(client, { ...wanted, prefix: row.prefix }, run), patienceMs)
  const outcome = looked instanceof Refusal ? { failed: looked } : { found: { ...looked, tls: tlsOf(row) } }
  const detail = { name: row.name, result: looked instanceof Refusal ? looked.code : 'ok' }
  await db.$transaction((tx) => recordAudit(tx, { who, action: tests, object: objectOf(row.id), detail, ...origin }))
  return outcome
}

/**
 * Asks the cluster of a source something short: each request is sent twice at most, all within `patienceMs`. What it
 * refuses is answered, not thrown.
 */
export async function askSource<T>(
  row: repository.SourceRow,
  work: (client: SearchClient, run: Executor) => Promise<T>,
  patienceMs = testMs,
): Promise<T | Refusal> {
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const client = openSearch(repository.connectionOf(row))
    try {
      return await work(client, executor(client, { attempts: 2, signal, whole: true }))
    } finally {
      await client.close()
    }
  } catch (error) {
    if (error === signal.reason) return refuse('source_timeout', 504, { host: new URL(row.url).host, seconds: patienceMs / 1000 })
    if (error instanceof ChunkTooBig) return leastRefused(error.cause).refusal
    if (!(error instanceof RunFailure)) throw error
    return reachFault(error.refusal, new URL(row.url))
  }
}

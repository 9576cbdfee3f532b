import { describeAddress, type GameAddress, isSameAccount, readAddress, writeAddress } from '#core/environments/address.ts'
import { faultOf } from '#core/environments/fault.ts'
import { isAllowed } from '#core/environments/identifiers.ts'
import { inspectionFault } from '#core/environments/server.ts'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { lastTestsOf, recordedSheet } from '#features/audit/service.ts'
import { confirmationFault, isDangerous } from '#features/environments/access.ts'
import * as repository from '#features/environments/repository.ts'
import type {
  Environment,
  EnvironmentChange,
  EnvironmentExportQuery,
  EnvironmentFound,
  EnvironmentListed,
  EnvironmentPage,
  EnvironmentQuery,
  EnvironmentRequest,
} from '#features/environments/schema.ts'
import { loosenedBy, tellLoosened } from '#features/environments/telling/service.ts'
import { db } from '#server/database.ts'
import { errorFactsOf } from '#server/game-database.ts'
import { inspectGameDatabase, leadsToConsole } from '#server/game-inspection.ts'
import { prepareGameDatabase } from '#server/game-marker.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import type { Sheet } from '#server/http/export.ts'
import { leadsToForbidden } from '#server/outbound.ts'
import { unlessTaken } from '#server/taken-name.ts'

type Origin = { ip: string; requestId: string }
export type TestOutcome = { found: EnvironmentFound | null; failed: Refusal | null }

const tests = 'environments.test'
const objectOf = (id: string): string => `environment:${id}`

/** What the audit keeps of an environment: no secret. */
function factsOf(row: repository.EnvironmentRow) {
  const { name, kind, address, tables } = repository.toEnvironment(row)
  return { name, kind, address: address && describeAddress({ ...address, password: '' }), tls: address?.tls ?? null, tables }
}

/** Nothing may be asked of the machines that clouds tell their secrets from, and nobody may work on the console's own tables through an environment. */
async function placeFault(url: string, address: GameAddress): Promise<Refusal | null> {
  if (await leadsToForbidden(address.host)) return refuse('address_forbidden', 422, { host: address.host }, 'url')
  return (await leadsToConsole(url)) ? refuse('environment_is_console', 422, { database: address.database }, 'url') : null
}

export const listEnvironments = async (_who: Principal): Promise<Environment[]> => (await repository.listEnvironments()).map(repository.toEnvironment)

async function withTests(rows: readonly repository.EnvironmentRow[]): Promise<EnvironmentListed[]> {
  const lastTest = await lastTestsOf(
    tests,
    rows.map(({ id }) => objectOf(id)),
  )
  return rows.map((row) => ({ ...repository.toEnvironment(row), lastTest: lastTest(objectOf(row.id)) }))
}

export async function pageOfEnvironments(_who: Principal, query: EnvironmentQuery): Promise<EnvironmentPage> {
  const { rows, total } = await repository.pageOfEnvironments(query)
  return { items: await withTests(rows), total, page: query.page, pageSize: query.pageSize, countedAt: new Date().toISOString() }
}

const columns = [
  { name: 'id', width: 38 },
  { name: 'name', width: 30 },
  { name: 'kind', width: 12 },
  { name: 'host', width: 30 },
  { name: 'port', width: 8 },
  { name: 'database', width: 20 },
  { name: 'user', width: 20 },
  { name: 'tls', width: 12 },
  { name: 'allowed_tables', width: 50 },
  { name: 'last_test', width: 24 },
  { name: 'last_test_at', width: 25 },
  { name: 'created_at', width: 25 },
  { name: 'changed_at', width: 25 },
] as const

function cells({ id, name, kind, address, tables, lastTest, createdAt, updatedAt }: EnvironmentListed) {
  const { host = null, port = null, database = null, user = null, tls = null } = address ?? {}
  const test = lastTest && (lastTest.fault ?? 'ok')
  return [id, name, kind, host, port, database, user, tls, tables.join(' '), test, lastTest?.at ?? null, createdAt, updatedAt]
}

/** All that the filters find, in the order of the list, without passwords; leaves a row in the audit. Refuses export_too_large. */
export async function exportEnvironments(who: Principal, query: EnvironmentExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const { format: _, ...filter } = query
  const keys = await repository.listEnvironmentIds(filter)
  const read = async (ids: readonly string[]) => withTests(await repository.listEnvironmentsByIds(ids))
  return recordedSheet(who, { action: 'environments.export', stem: 'environments', query, keys, columns, read, cells }, origin)
}

export async function loadEnvironment(_who: Principal, nameOrId: string): Promise<EnvironmentListed | Refusal> {
  const row = await repository.findEnvironment(nameOrId)
  const [found] = row ? await withTests([row]) : []
  return found ?? refuse('not_found', 404)
}

/** Adds a game database. It need not be reachable now, but it must not be the console's own. */
export async function addEnvironment(who: Principal, request: EnvironmentRequest, origin: Origin): Promise<Environment | Refusal> {
  const address = readAddress(request.url)
  if (address instanceof Refusal) return address
  const url = writeAddress(address)
  const fault = await placeFault(url, address)
  if (fault) return fault
  const added = await unlessTaken(request.name, () =>
    db.$transaction(async (tx) => {
      const row = await repository.insertEnvironment(tx, { ...request, url, tables: [...new Set(request.tables)] })
      await recordAudit(tx, { who, action: 'environments.add', object: objectOf(row.id), after: factsOf(row), ...origin })
      return repository.toEnvironment(row)
    }),
  )
  if (!(added instanceof Refusal)) await prepareGameDatabase(url)
  return added
}

/** The address to keep: a password that was left out is the present one, never for another server or user. */
function changedAddress(row: repository.EnvironmentRow, text: string): GameAddress | Refusal {
  const asked = readAddress(text)
  if (asked instanceof Refusal || asked.password) return asked
  const present = repository.urlOrNull(row)
  const known = present === null ? null : readAddress(present)
  if (known === null || known instanceof Refusal) return refuse('password_needed', 400, {}, 'url')
  if (!isSameAccount(known, asked)) return known.password ? refuse('password_needed', 400, {}, 'url') : asked
  return { ...asked, password: known.password }
}

async function changedUrl(row: repository.EnvironmentRow, text: string | undefined): Promise<{ url?: string } | Refusal> {
  if (text === undefined) return {}
  const address = changedAddress(row, text)
  if (address instanceof Refusal) return address
  const url = writeAddress(address)
  return (await placeFault(url, address)) ?? { url }
}

export async function changeEnvironment(who: Principal, nameOrId: string, change: EnvironmentChange, origin: Origin): Promise<Environment | Refusal> {
  const row = await repository.findEnvironment(nameOrId)
  if (!row) return refuse('not_found', 404)
  const { name, kind, tables, url, confirm } = change
  const unconfirmed = isDangerous(change) ? confirmationFault(row, confirm) : null
  if (unconfirmed) return unconfirmed
  const next = await changedUrl(row, url)
  if (next instanceof Refusal) return next
  const values = { ...next, ...(name ? { name } : {}), ...(kind ? { kind } : {}), ...(tables ? { tables: [...new Set(tables)] } : {}) }
  return unlessTaken(name, () =>
    db.$transaction(async (tx) => {
      const changed = await repository.updateEnvironment(tx, row.id, values)
      const facts = { before: factsOf(row), after: factsOf(changed), detail: { addressChanged: url !== undefined } }
      await recordAudit(tx, { who, action: 'environments.change', object: objectOf(row.id), ...facts, ...origin })
      const loosened = loosenedBy(row, change)
      if (loosened) await tellLoosened(tx, who, row, loosened)
      return repository.toEnvironment(changed)
    }),
  )
}

/** Removes it from the console; the game database itself is not touched. Refused while log sources find their players in it. */
export async function removeEnvironment(who: Principal, nameOrId: string, confirm: string | undefined, origin: Origin): Promise<Refusal | undefined> {
  const row = await repository.findEnvironment(nameOrId)
  if (!row) return refuse('not_found', 404)
  const unconfirmed = confirmationFault(row, confirm)
  if (unconfirmed) return unconfirmed
  return db.$transaction(async (tx) => {
    const sources = await repository.sourcesOf(tx, row.id)
    if (sources.length) return refuse('environment_in_use', 409, { name: row.name, sources: sources.join(', ') })
    if (row.kind === 'production') await tellLoosened(tx, who, row, 'removed')
    await repository.deleteEnvironment(tx, row.id)
    await recordAudit(tx, { who, action: 'environments.remove', object: objectOf(row.id), before: factsOf(row), ...origin })
  })
}

/** Looks at a game database as the console would use it. */
async function look(row: repository.EnvironmentRow): Promise<TestOutcome> {
  const url = repository.urlOrNull(row)
  const address = url === null ? null : readAddress(url)
  if (url === null || address === null || address instanceof Refusal) return { found: null, failed: refuse('environment_sealed', 422, { name: row.name }) }
  const began = performance.now()
  try {
    const { missing, unreadable, isConsole, ...found } = await inspectGameDatabase(url, repository.allowedTablesOf(row) ?? [])
    const failed = inspectionFault({ ...found, missing, unreadable, isConsole })
    return { found: { ...found, tookMs: Math.round(performance.now() - began) }, failed }
  } catch (error) {
    // What the console's own database says is no answer of the game's.
    const facts = error instanceof Prisma.PrismaClientKnownRequestError ? null : errorFactsOf(error)
    if (!facts) throw error
    return { found: null, failed: faultOf(facts, address, [address.password]) }
  }
}

/** What the console meets there, or why it cannot work with it. */
export async function testEnvironment(who: Principal, nameOrId: string, origin: Origin): Promise<TestOutcome | Refusal> {
  const row = await repository.findEnvironment(nameOrId)
  if (!row) return refuse('not_found', 404)
  const outcome = await look(row)
  const detail = { name: row.name, result: outcome.failed?.code ?? 'ok' }
  await db.$transaction((tx) => recordAudit(tx, { who, action: tests, object: objectOf(row.id), detail, ...origin }))
  return outcome
}

/** What it takes to open a game database: for the door to it alone, because `url` holds its password. */
export type GameDoor = { url: string; tables: readonly string[] | null; faultOf: (error: unknown) => Refusal | null }

/** Refuses environment_sealed. `faultOf` says what a driver's error means to a person; null for an error that is not the game database's. */
export function gameDoor(row: repository.EnvironmentRow): GameDoor | Refusal {
  const url = repository.urlOrNull(row)
  const address = url === null ? null : readAddress(url)
  if (url === null || address === null || address instanceof Refusal) return refuse('environment_sealed', 422, { name: row.name })
  const faultsOf = (error: unknown): Refusal | null => {
    const facts = errorFactsOf(error)
    return facts && faultOf(facts, address, [address.password])
  }
  return { url, tables: repository.allowedTablesOf(row), faultOf: faultsOf }
}

/** The environment that a table is named in, or why the console may not use that table there. */
export async function resolveTable(nameOrId: string, table: string): Promise<{ id: string } | Refusal> {
  const row = await repository.findEnvironment(nameOrId)
  if (!row) return refuse('environment_unknown', 404, { environment: nameOrId }, 'players.environment')
  if (isAllowed(table, repository.allowedTablesOf(row))) return { id: row.id }
  return refuse('table_not_allowed', 422, { table, environment: row.name }, 'players.table')
}

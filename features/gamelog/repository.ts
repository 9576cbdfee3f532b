import { randomUUID } from 'node:crypto'
import { sortingOf } from '#core/shared/paging.ts'
import { RunFailure, refuse } from '#core/shared/refusal.ts'
import { type Source, type SourceQuery, type SourceRequest, sourceSorts } from '#features/gamelog/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import type { Environment, LogSource, Prisma } from '#server/generated/prisma/client.ts'
import { inOrder } from '#server/http/export.ts'
import { sourceContext } from '#server/sealed/columns.ts'
import { SealError, seal, unseal } from '#server/secrets.ts'

/** A source without what it is linked to: enough to read its logs. */
export type SourceRow = LogSource
export type LinkedSource = LogSource & { playerEnvironment: Environment | null }
/** What the door to the cluster needs. Holds the password: never logged, never sent anywhere else. */
export type Connection = { url: string; prefix: string; username?: string; password?: string; insecureTls: boolean }
/** Columns in their plain form; `undefined` leaves a column as it is. */
export type SourceValues = Partial<Omit<SourceRequest, 'username' | 'password' | 'players'>> & {
  username?: string | null
  password?: string | null
  players?: PlayerTable | null
}
export type PlayerTable = { environmentId: string; table: string; uidColumn: string; nicknameColumn: string | null }

const link = { playerEnvironment: true } as const
const unfinished = ['queued', 'running', 'pausing', 'paused', 'cancelling']

function playersOf(row: LinkedSource): Source['players'] {
  const { playerEnvironment: environment, playerTable: table, playerUidColumn: uidColumn, playerNicknameColumn: nicknameColumn } = row
  if (!environment || table === null || uidColumn === null) return null
  return { environment: environment.name, kind: environment.kind === 'production' ? 'production' : 'test', table, uidColumn, nicknameColumn }
}

export const toSource = (row: LinkedSource): Source => ({
  id: row.id,
  name: row.name,
  url: row.url,
  prefix: row.prefix,
  username: row.username,
  hasPassword: row.passwordSealed !== null,
  zone: row.zone,
  resetHour: row.resetHour,
  insecureTls: row.insecureTls,
  nicknameField: row.nicknameField,
  players: playersOf(row),
  createdAt: row.createdAt.toISOString(),
})

export const listSources = async (): Promise<LinkedSource[]> =>
  db.logSource.findMany({ where: { archivedAt: null }, include: link, orderBy: { name: 'asc' }, take: 500 })

type Filter = Omit<SourceQuery, 'page' | 'pageSize'>

const https = { url: { startsWith: 'https:' } }
const reached: Record<NonNullable<SourceQuery['tls']>, Prisma.LogSourceWhereInput> = {
  off: { NOT: https },
  verified: { ...https, insecureTls: false },
  unchecked: { ...https, insecureTls: true },
}

function whereOf({ q, tls }: Filter): Prisma.LogSourceWhereInput {
  const parts = q ? { OR: (['name', 'url', 'prefix'] as const).map((name) => ({ [name]: { contains: asTyped(q) } })) } : {}
  return { archivedAt: null, ...parts, ...(tls ? { AND: [reached[tls]] } : {}) }
}

function orderOf(sort: string | undefined): Prisma.LogSourceOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, sourceSorts, 'name')
  return [{ [column]: direction }, { id: direction }]
}

export async function pageOfSources({ page, pageSize, ...filter }: SourceQuery): Promise<{ rows: LinkedSource[]; total: number }> {
  const where = whereOf(filter)
  const [rows, total] = await Promise.all([
    db.logSource.findMany({ where, include: link, orderBy: orderOf(filter.sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.logSource.count({ where }),
  ])
  return { rows, total }
}

/** Ids of all that the filters find, in the order of the list. */
export async function listSourceIds(filter: Filter): Promise<string[]> {
  const rows = await db.logSource.findMany({ where: whereOf(filter), orderBy: orderOf(filter.sort), select: { id: true } })
  return rows.map(({ id }) => id)
}

/** By id, in the order of the ids given. */
export async function listSourcesByIds(ids: readonly string[]): Promise<LinkedSource[]> {
  return inOrder(ids, await db.logSource.findMany({ where: { id: { in: [...ids] } }, include: link }), ({ id }) => id)
}

/** By name or id, an id first; what was removed is not found. */
export async function findSource(nameOrId: string): Promise<LinkedSource | null> {
  const found = await db.logSource.findMany({ where: { archivedAt: null, OR: [{ name: nameOrId }, { id: nameOrId }] }, include: link })
  return found.find((row) => row.id === nameOrId) ?? found[0] ?? null
}

function passwordOf(row: SourceRow): string | null {
  if (row.passwordSealed === null) return null
  try {
    return unseal(row.passwordSealed, sourceContext(row.id))
  } catch (error) {
    if (error instanceof SealError) throw new RunFailure(refuse('source_sealed', 422, { source: row.name }), { cause: error })
    throw error
  }
}

/** @throws RunFailure source_archived when it was removed, source_sealed when the console's secret does not open its password. */
export function connectionOf(row: SourceRow): Connection {
  if (row.archivedAt) throw new RunFailure(refuse('source_archived', 409, { source: row.name }))
  const { url, prefix, username, insecureTls } = row
  const password = passwordOf(row)
  return { url, prefix, insecureTls, ...(username === null ? {} : { username }), ...(password === null ? {} : { password }) }
}

function playerColumns(players: PlayerTable | null | undefined) {
  if (players === undefined) return {}
  const { environmentId = null, table = null, uidColumn = null, nicknameColumn = null } = players ?? {}
  return { playerEnvironmentId: environmentId, playerTable: table, playerUidColumn: uidColumn, playerNicknameColumn: nicknameColumn }
}

function columnsOf(id: string, { url, password, players, ...plain }: SourceValues) {
  const sealed = password && seal(password, sourceContext(id))
  return {
    ...plain,
    ...(url === undefined ? {} : { url: url.replace(/\/+$/, '') }),
    ...(password === undefined ? {} : { passwordSealed: sealed || null }),
    ...playerColumns(players),
  }
}

/** What a request for a whole source says; what it left out is empty. */
const wholeOf = ({ players: _, ...request }: SourceRequest): SourceValues & SourceRequest => request

/** @throws P2002 when the name is taken. */
export async function insertSource(tx: Tx, request: SourceRequest, players: PlayerTable | null = null): Promise<LinkedSource> {
  const id = randomUUID()
  const { name, url, prefix, zone } = request
  return tx.logSource.create({
    data: { name, prefix, zone, url, ...columnsOf(id, { ...wholeOf(request), players }), id, createdAt: new Date() },
    include: link,
  })
}

/** @throws P2002 when the name is taken. */
export const updateSource = (tx: Tx, id: string, values: SourceValues): Promise<LinkedSource> =>
  tx.logSource.update({ where: { id }, data: columnsOf(id, values), include: link })

/** Adds the source, or gives the one of this name new settings. */
export async function upsertSource(tx: Tx, request: SourceRequest): Promise<SourceRow> {
  const known = await tx.logSource.findUnique({ where: { name: request.name } })
  if (!known) return insertSource(tx, request)
  return updateSource(tx, known.id, { ...wholeOf(request), username: request.username ?? null, password: request.password ?? null })
}

/** Runs that were made with a source: how many, and the first that is not at its end. */
export async function usesOf(tx: Tx, id: string): Promise<{ analyses: number; active: bigint | null }> {
  const rows = await tx.analysis.findMany({ where: { sourceId: id }, select: { runId: true } })
  const active = await tx.run.findFirst({
    where: { id: { in: rows.map(({ runId }) => runId) }, state: { in: unfinished } },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return { analyses: rows.length, active: active?.id ?? null }
}

/** Takes a source out of use: gone when nothing was made with it, else kept under another name, without its password, for what was. */
export async function retireSource(tx: Tx, row: SourceRow, analyses: number): Promise<{ archived: boolean }> {
  if (analyses === 0) {
    await tx.logSource.delete({ where: { id: row.id } })
    return { archived: false }
  }
  const name = `${row.name.slice(0, 85)} (${row.id.slice(0, 8)})`
  const nothing = { username: null, passwordSealed: null, playerEnvironmentId: null, playerTable: null, playerUidColumn: null, playerNicknameColumn: null }
  await tx.logSource.update({ where: { id: row.id }, data: { ...nothing, name, archivedAt: new Date() } })
  return { archived: true }
}

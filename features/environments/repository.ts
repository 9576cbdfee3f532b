import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { readAddress } from '#core/environments/address.ts'
import type { AllowedTables } from '#core/environments/identifiers.ts'
import { sortingOf } from '#core/shared/paging.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { type Environment, type EnvironmentKind, type EnvironmentQuery, environmentSorts } from '#features/environments/schema.ts'
import { asTyped, db, type Tx } from '#server/database.ts'
import { Prisma, type Environment as Row } from '#server/generated/prisma/client.ts'
import { inOrder } from '#server/http/export.ts'
import { environmentContext } from '#server/sealed/columns.ts'
import { SealError, seal, unseal } from '#server/secrets.ts'

export type EnvironmentRow = Row
export type { EnvironmentKind }
/** Columns in their plain form; the address holds the password and is sealed. */
export type EnvironmentValues = { name: string; kind: EnvironmentKind; url: string; tables: readonly string[] }

const tableNames = z.array(z.string())

/** The allowed tables; null for all. */
export const allowedTablesOf = (row: EnvironmentRow): AllowedTables => {
  const names = tableNames.catch([]).parse(row.tables ?? [])
  return names.length ? names : null
}

const columnsOf = (id: string, values: Partial<EnvironmentValues>) => ({
  ...(values.name === undefined ? {} : { name: values.name }),
  ...(values.kind === undefined ? {} : { kind: values.kind }),
  ...(values.url === undefined ? {} : { urlSealed: seal(values.url, environmentContext(id)) }),
  ...(values.tables === undefined ? {} : { tables: values.tables.length ? [...values.tables] : Prisma.DbNull }),
})

/** @throws P2002 when the name is taken. */
export async function insertEnvironment(tx: Tx, values: EnvironmentValues): Promise<EnvironmentRow> {
  const id = randomUUID()
  const { name, kind } = values
  return tx.environment.create({
    data: { ...columnsOf(id, values), id, name, kind, urlSealed: seal(values.url, environmentContext(id)), createdAt: new Date() },
  })
}

/** @throws P2002 when the name is taken. */
export const updateEnvironment = (tx: Tx, id: string, values: Partial<EnvironmentValues>): Promise<EnvironmentRow> =>
  tx.environment.update({ where: { id }, data: columnsOf(id, values) })

/** Adds a game database under a name, or gives the one of this name a new address. */
export async function upsertEnvironment(tx: Tx, request: { name: string; kind: EnvironmentKind; url: string }): Promise<EnvironmentRow> {
  const known = await tx.environment.findUnique({ where: { name: request.name } })
  return known ? updateEnvironment(tx, known.id, request) : insertEnvironment(tx, { ...request, tables: [] })
}

export const deleteEnvironment = async (tx: Tx, id: string): Promise<void> => void (await tx.environment.delete({ where: { id } }))

export const listEnvironments = (): Promise<EnvironmentRow[]> => db.environment.findMany({ orderBy: { name: 'asc' } })

type Filter = Omit<EnvironmentQuery, 'page' | 'pageSize'>

const whereOf = ({ q, kind }: Filter): Prisma.EnvironmentWhereInput => ({ ...(q ? { name: { contains: asTyped(q) } } : {}), ...(kind ? { kind } : {}) })

function orderOf(sort: string | undefined): Prisma.EnvironmentOrderByWithRelationInput[] {
  const { column, direction } = sortingOf(sort, environmentSorts, 'name')
  return [{ [column]: direction }, { id: direction }]
}

export async function pageOfEnvironments({ page, pageSize, ...filter }: EnvironmentQuery): Promise<{ rows: EnvironmentRow[]; total: number }> {
  const where = whereOf(filter)
  const [rows, total] = await Promise.all([
    db.environment.findMany({ where, orderBy: orderOf(filter.sort), skip: (page - 1) * pageSize, take: pageSize }),
    db.environment.count({ where }),
  ])
  return { rows, total }
}

/** Ids of all that the filters find, in the order of the list. */
export async function listEnvironmentIds(filter: Filter): Promise<string[]> {
  const rows = await db.environment.findMany({ where: whereOf(filter), orderBy: orderOf(filter.sort), select: { id: true } })
  return rows.map(({ id }) => id)
}

/** By id, in the order of the ids given. */
export async function listEnvironmentsByIds(ids: readonly string[]): Promise<EnvironmentRow[]> {
  return inOrder(ids, await db.environment.findMany({ where: { id: { in: [...ids] } } }), ({ id }) => id)
}

/** An id wins over a name that looks like one. */
export async function findEnvironment(nameOrId: string): Promise<EnvironmentRow | null> {
  const found = await db.environment.findMany({ where: { OR: [{ name: nameOrId }, { id: nameOrId }] } })
  return found.find((row) => row.id === nameOrId) ?? found[0] ?? null
}

/** Names of the log sources whose players are in this environment. */
export async function sourcesOf(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.logSource.findMany({ where: { playerEnvironmentId: id }, select: { name: true }, orderBy: { name: 'asc' }, take: 20 })
  return rows.map(({ name }) => name)
}

/** The whole address with its password, for the door to the game database only. @throws SealError under another secret. */
export const environmentUrl = (row: EnvironmentRow): string => unseal(row.urlSealed, environmentContext(row.id))

/** The same, null when the console's secret does not open it any more. */
export function urlOrNull(row: EnvironmentRow): string | null {
  try {
    return environmentUrl(row)
  } catch (error) {
    if (error instanceof SealError) return null
    throw error
  }
}

function addressOf(row: EnvironmentRow): Environment['address'] {
  const url = urlOrNull(row)
  const read = url === null ? null : readAddress(url)
  if (read === null || read instanceof Refusal) return null
  const { password, ...shown } = read
  return { ...shown, hasPassword: password !== '' }
}

/** The row as the API shows it: without any secret. */
export const toEnvironment = (row: EnvironmentRow): Environment => ({
  id: row.id,
  name: row.name,
  kind: row.kind === 'production' ? 'production' : 'test',
  address: addressOf(row),
  tables: [...(allowedTablesOf(row) ?? [])],
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

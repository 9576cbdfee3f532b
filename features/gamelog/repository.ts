import { randomUUID } from 'node:crypto'
import type { Source, SourceRequest } from '#features/gamelog/schema.ts'
import { db, type Tx } from '#server/database.ts'
import type { LogSource as SourceRow } from '#server/generated/prisma/client.ts'
import { seal, unseal } from '#server/secrets.ts'

export type { SourceRow }
/** What the door to the cluster needs. Holds the password: never logged, never sent anywhere else. */
export type Connection = { url: string; prefix: string; username?: string; password?: string; insecureTls: boolean }

const context = (id: string) => `source:${id}`

export const toSource = (row: SourceRow): Source => ({
  id: row.id,
  name: row.name,
  url: row.url,
  prefix: row.prefix,
  username: row.username,
  hasPassword: row.passwordSealed !== null,
  zone: row.zone,
  resetHour: row.resetHour,
  insecureTls: row.insecureTls,
  createdAt: row.createdAt.toISOString(),
})

export const listSources = async (): Promise<SourceRow[]> => db.logSource.findMany({ orderBy: { name: 'asc' }, take: 500 })

export const findSource = (nameOrId: string): Promise<SourceRow | null> => db.logSource.findFirst({ where: { OR: [{ name: nameOrId }, { id: nameOrId }] } })

export function connectionOf(row: SourceRow): Connection {
  const { url, prefix, username, passwordSealed, insecureTls } = row
  return {
    url,
    prefix,
    insecureTls,
    ...(username === null ? {} : { username }),
    ...(passwordSealed === null ? {} : { password: unseal(passwordSealed, context(row.id)) }),
  }
}

function columnsOf(id: string, request: SourceRequest) {
  const { name, url, prefix, username, password, zone, resetHour, insecureTls } = request
  const passwordSealed = password === undefined ? null : seal(password, context(id))
  return { name, url: url.replace(/\/+$/, ''), prefix, username: username ?? null, passwordSealed, zone, resetHour, insecureTls }
}

/** @throws P2002 when the name is taken. */
export async function insertSource(tx: Tx, request: SourceRequest): Promise<SourceRow> {
  const id = randomUUID()
  return tx.logSource.create({ data: { id, ...columnsOf(id, request), createdAt: new Date() } })
}

/** Adds the source, or gives the one of this name new settings. */
export async function upsertSource(tx: Tx, request: SourceRequest): Promise<SourceRow> {
  const known = await tx.logSource.findUnique({ where: { name: request.name } })
  if (!known) return insertSource(tx, request)
  return tx.logSource.update({ where: { id: known.id }, data: columnsOf(known.id, request) })
}

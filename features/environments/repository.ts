import { randomUUID } from 'node:crypto'
import { db, type Tx } from '#server/database.ts'
import type { Environment } from '#server/generated/prisma/client.ts'
import { seal, unseal } from '#server/secrets.ts'

export type EnvironmentKind = 'test' | 'production'

const context = (id: string) => `environment:${id}`

/** Adds a game database under a name, or gives the one of this name a new address. The address holds a password and is sealed. */
export async function upsertEnvironment(tx: Tx, request: { name: string; kind: EnvironmentKind; url: string }): Promise<Environment> {
  const known = await tx.environment.findUnique({ where: { name: request.name } })
  const id = known?.id ?? randomUUID()
  const { name, kind } = request
  const urlSealed = seal(request.url, context(id))
  if (known) return tx.environment.update({ where: { id }, data: { kind, urlSealed } })
  return tx.environment.create({ data: { id, name, kind, urlSealed, createdAt: new Date() } })
}

export const listEnvironments = (): Promise<Environment[]> => db.environment.findMany({ orderBy: { name: 'asc' } })

export const environmentUrl = (row: Environment): string => unseal(row.urlSealed, context(row.id))

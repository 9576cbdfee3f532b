import type { Principal } from '#core/shared/permissions.ts'
import { type Refusal, RunFailure, refuse } from '#core/shared/refusal.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { connectionOf, findSource, insertSource, listSources as listRows, toSource } from '#features/gamelog/repository.ts'
import type { Preflight, Source, SourceRequest } from '#features/gamelog/schema.ts'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { openSearch } from '#server/search/client.ts'
import { preflight } from '#server/search/preflight.ts'

type Origin = { ip: string; requestId: string }

export const listSources = async (_who: Principal): Promise<Source[]> => (await listRows()).map(toSource)

function credentialsFault(request: SourceRequest): Refusal | null {
  const url = new URL(request.url)
  if (url.username || url.password) return refuse('url_with_credentials', 400, {}, 'url')
  if ((request.username === undefined) !== (request.password === undefined)) return refuse('credentials_incomplete', 400, {}, 'username')
  return null
}

export async function addSource(who: Principal, request: SourceRequest, origin: Origin): Promise<Source | Refusal> {
  const fault = credentialsFault(request)
  if (fault) return fault
  try {
    return await db.$transaction(async (tx) => {
      const row = await insertSource(tx, request)
      const detail = { name: row.name, url: row.url, prefix: row.prefix, insecureTls: row.insecureTls }
      await recordAudit(tx, { who, action: 'sources.add', object: `source:${row.id}`, detail, ...origin })
      return toSource(row)
    })
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') return refuse('name_taken', 409, { name: request.name }, 'name')
    throw error
  }
}

/** What the console finds at the source, or why it finds nothing. */
export async function testSource(who: Principal, nameOrId: string, origin: Origin): Promise<{ found: Preflight } | { failed: Refusal } | Refusal> {
  const row = await findSource(nameOrId)
  if (!row) return refuse('not_found', 404)
  const connection = connectionOf(row)
  const client = openSearch(connection)
  try {
    const found = await preflight(client, { prefix: connection.prefix })
    await db.$transaction((tx) => recordAudit(tx, { who, action: 'sources.test', object: `source:${row.id}`, ...origin }))
    return { found }
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error
    return { failed: error.refusal }
  } finally {
    await client.close()
  }
}

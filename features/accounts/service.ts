import { randomBytes } from 'node:crypto'
import { may, type Permission, type Principal, permissions } from '#core/shared/permissions.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { scopesBeyond } from '#features/accounts/access.ts'
import { noPreferences } from '#features/accounts/preferences/service.ts'
import { insertToken, listTokenIds, listTokens, listTokensByIds, revokeToken } from '#features/accounts/repository.ts'
import type { Me, Token, TokenCreated, TokenExportQuery, TokenPage, TokenQuery, TokenRequest } from '#features/accounts/schema.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { recordedSheet } from '#features/audit/service.ts'
import { db } from '#server/database.ts'
import type { Sheet } from '#server/http/export.ts'
import { sha256 } from '#server/secrets.ts'

type Origin = { ip: string; requestId: string }

export function describeMe(who: Principal): Me {
  const { userId: id, name, email, role, via, mustChangePassword, mustEnrol = false, preferences = noPreferences } = who
  const held = permissions.filter((permission) => may(who, permission))
  return { id, name, email, role, via, mustChangePassword, mustEnrol, permissions: held, preferences }
}

export const listOwnTokens = (who: Principal, query: TokenQuery): Promise<TokenPage> => listTokens(who.userId, query)

const columns = [
  { name: 'id', width: 10 },
  { name: 'name', width: 30 },
  { name: 'last_characters', width: 16 },
  { name: 'scopes', width: 50 },
  { name: 'created_at', width: 25 },
  { name: 'last_used_at', width: 25 },
  { name: 'expires_at', width: 25 },
  { name: 'revoked_at', width: 25 },
] as const

const cells = ({ id, name, hint, scopes, createdAt, lastUsedAt, expiresAt, revokedAt }: Token) => [
  id,
  name,
  hint,
  scopes.join(' '),
  createdAt,
  lastUsedAt,
  expiresAt,
  revokedAt,
]

/** All of the person's tokens that the filters find, none that would work; leaves a row in the audit. Refuses export_too_large. */
export async function exportTokens(who: Principal, query: TokenExportQuery, origin: Origin): Promise<Sheet | Refusal> {
  const { format: _, ...filter } = query
  const keys = await listTokenIds(who.userId, filter)
  return recordedSheet(who, { action: 'token.export', stem: 'tokens', query, keys, columns, read: listTokensByIds, cells }, origin)
}

/** The token is in the answer and nowhere else: the database keeps its SHA-256. */
export async function createToken(who: Principal, request: TokenRequest, origin: Origin): Promise<TokenCreated | Refusal> {
  const beyond = scopesBeyond(who, request.scopes)
  if (beyond.length) return refuse('scope_not_held', 403, { scopes: beyond.join(', ') }, 'scopes')
  const token = `qd_${randomBytes(32).toString('base64url')}`
  const scopes = [...new Set<Permission | 'all'>(request.scopes)]
  const row = await db.$transaction(async (tx) => {
    const made = await insertToken(tx, { userId: who.userId, name: request.name, scopes, hash: sha256(token), hint: token.slice(-4) })
    await recordAudit(tx, { who, action: 'token.create', object: `token:${made.id}`, detail: { name: request.name, scopes: scopes.join(' ') }, ...origin })
    return made
  })
  return { ...row, token }
}

export async function endToken(who: Principal, id: bigint, origin: Origin): Promise<Refusal | undefined> {
  return db.$transaction(async (tx) => {
    if (!(await revokeToken(tx, who.userId, id))) return refuse('not_found', 404)
    await recordAudit(tx, { who, action: 'token.revoke', object: `token:${id}`, ...origin })
    return undefined
  })
}

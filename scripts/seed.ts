import { randomBytes, randomUUID } from 'node:crypto'
import { countUsers, findUserByEmail, insertToken, insertUser, revokeToken } from '#features/accounts/repository.ts'
import { recordAudit } from '#features/audit/repository.ts'
import { hashPassword } from '#server/auth.ts'
import { db } from '#server/database.ts'
import { env } from '#server/env.ts'
import { sha256 } from '#server/secrets.ts'

// Makes the first administrator and a token for this machine, once. Prints one JSON line; what exists already is null.

const localTokenName = 'local machine'
const email = env.ADMIN_EMAIL.toLowerCase()

async function firstAdministrator(): Promise<string | null> {
  if ((await countUsers()) > 0) return null
  const password = randomBytes(15).toString('base64url')
  const id = randomUUID()
  const passwordHash = await hashPassword(password)
  await db.$transaction(async (tx) => {
    await insertUser(tx, { id, email, name: 'Administrator', role: 'administrator', passwordHash, mustChangePassword: true })
    await recordAudit(tx, { who: null, action: 'user.create', object: `user:${id}`, detail: { email, role: 'administrator' } })
  })
  return password
}

/** `renew`: the text of the old token is lost, so it ends and another is made. */
async function localToken(userId: string, wish: 'make' | 'renew'): Promise<string | null> {
  const known = await db.apiToken.findFirst({ where: { userId, name: localTokenName, revokedAt: null } })
  if (known && wish === 'make') return null
  const token = `qd_${randomBytes(32).toString('base64url')}`
  await db.$transaction(async (tx) => {
    if (known) await revokeToken(tx, userId, known.id)
    const made = await insertToken(tx, { userId, name: localTokenName, scopes: ['all'], hash: sha256(token), hint: token.slice(-4) })
    await recordAudit(tx, { who: null, action: 'token.create', object: `token:${made.id}`, detail: { name: localTokenName, scopes: 'all' } })
  })
  return token
}

const password = await firstAdministrator()
const user = await findUserByEmail(email)
// A server that many people share has no token of its own: QUARTERDECK_LOCAL_TOKEN=none.
const wish = process.env.QUARTERDECK_LOCAL_TOKEN ?? 'make'
const token = user && wish !== 'none' ? await localToken(user.id, wish === 'renew' ? 'renew' : 'make') : null
console.log(JSON.stringify({ email, password, mustChange: user?.mustChangePassword ?? false, token }))
await db.$disconnect()

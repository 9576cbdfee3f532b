import 'server-only'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { answerContext } from '#server/sealed/columns.ts'
import { seal, sha256, unseal } from '#server/secrets.ts'

export type Stored = { status: number; body: string }
export type Claim = { kind: 'first' } | { kind: 'replay'; stored: Stored } | { kind: 'busy' } | { kind: 'other' }

const staleMs = 120_000

/** What makes two requests the same. */
export const digestOf = (method: string, path: string, body: string): string => sha256(`${method}\n${path}\n${body}`)

/** Takes the key for one caller: `first` may go on, `replay` has the answer of the first, `busy` is under way, `other` was another request. */
export async function claimKey(userId: string, key: string, digest: string): Promise<Claim> {
  try {
    await db.idempotencyKey.create({ data: { userId, key, digest, createdAt: new Date() } })
    return { kind: 'first' }
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')) throw error
  }
  const row = await db.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } })
  if (!row) return { kind: 'busy' }
  if (row.digest !== digest) return { kind: 'other' }
  if (row.status !== null && row.response) return { kind: 'replay', stored: { status: row.status, body: unseal(row.response, answerContext(userId, key)) } }
  return takeOver(userId, key, row.createdAt)
}

/** A request that died with its process holds its key for two minutes, no longer. */
async function takeOver(userId: string, key: string, since: Date): Promise<Claim> {
  if (since.getTime() > Date.now() - staleMs) return { kind: 'busy' }
  const { count } = await db.idempotencyKey.updateMany({ where: { userId, key, status: null, createdAt: since }, data: { createdAt: new Date() } })
  return count === 1 ? { kind: 'first' } : { kind: 'busy' }
}

/** Keeps the answer, sealed: answers may hold a new token. */
export async function keepAnswer(userId: string, key: string, answer: Stored): Promise<void> {
  await db.idempotencyKey.update({
    where: { userId_key: { userId, key } },
    data: { status: answer.status, response: seal(answer.body, answerContext(userId, key)) },
  })
}

/** Lets the key go, so that the same request can be tried again after a fault of ours. */
export async function releaseKey(userId: string, key: string): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { userId, key, status: null } })
}

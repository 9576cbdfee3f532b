import 'server-only'
import { db } from '#server/database.ts'
import { Prisma } from '#server/generated/prisma/client.ts'
import { currentHeader } from '#server/secrets.ts'

type Bytes = Uint8Array<ArrayBuffer>
/** One sealed value: where it lies, and the context it was sealed with. */
export type SealedCell = { key: readonly string[]; context: string; sealed: Bytes }

export type SealedColumn = {
  /** `table.column` in the database. */
  name: string
  /** Values that another key than the present one sealed, in the order of their keys. */
  stale: (limit: number, offset: number) => Promise<SealedCell[]>
  countStale: () => Promise<number>
  /** Puts the new bytes in the place of exactly these; false when somebody else has changed them meanwhile. */
  replace: (cell: SealedCell, sealed: Bytes) => Promise<boolean>
}

export const sourceContext = (id: string): string => `source:${id}`
export const environmentContext = (id: string): string => `environment:${id}`
export const secondFactorContext = (userId: string): string => `second-factor:${userId}`
export const hookContext = (id: string): string => `hook:${id}`
export const auditKeyContext = 'audit:key'
export const answerContext = (userId: string, key: string): string => `idempotency:${userId}:${key}`

const length = currentHeader.length
const part = (key: readonly string[], index: number): string => key[index] ?? ''
const only = (rows: { n: bigint }[]): number => Number(rows[0]?.n ?? 0)

const sourcePassword: SealedColumn = {
  name: 'gamelog_source.passwordSealed',
  stale: async (limit, offset) => {
    const rows = await db.$queryRaw<{ id: string; sealed: Bytes }[]>`
      SELECT id, passwordSealed AS sealed FROM gamelog_source
      WHERE passwordSealed IS NOT NULL AND LEFT(passwordSealed, ${length}) <> ${currentHeader} ORDER BY id LIMIT ${limit} OFFSET ${offset}`
    return rows.map(({ id, sealed }) => ({ key: [id], context: sourceContext(id), sealed }))
  },
  countStale: async () =>
    only(await db.$queryRaw`SELECT COUNT(*) AS n FROM gamelog_source WHERE passwordSealed IS NOT NULL AND LEFT(passwordSealed, ${length}) <> ${currentHeader}`),
  replace: async ({ key, sealed: old }, sealed) =>
    (await db.$executeRaw`UPDATE gamelog_source SET passwordSealed = ${sealed} WHERE id = ${part(key, 0)} AND passwordSealed = ${old}`) === 1,
}

const environmentUrl: SealedColumn = {
  name: 'environments_environment.urlSealed',
  stale: async (limit, offset) => {
    const rows = await db.$queryRaw<{ id: string; sealed: Bytes }[]>`
      SELECT id, urlSealed AS sealed FROM environments_environment
      WHERE LEFT(urlSealed, ${length}) <> ${currentHeader} ORDER BY id LIMIT ${limit} OFFSET ${offset}`
    return rows.map(({ id, sealed }) => ({ key: [id], context: environmentContext(id), sealed }))
  },
  countStale: async () => only(await db.$queryRaw`SELECT COUNT(*) AS n FROM environments_environment WHERE LEFT(urlSealed, ${length}) <> ${currentHeader}`),
  replace: async ({ key, sealed: old }, sealed) =>
    (await db.$executeRaw`UPDATE environments_environment SET urlSealed = ${sealed} WHERE id = ${part(key, 0)} AND urlSealed = ${old}`) === 1,
}

const keptAnswer: SealedColumn = {
  name: 'http_idempotency_key.response',
  stale: async (limit, offset) => {
    const rows = await db.$queryRaw<{ userId: string; name: string; sealed: Bytes }[]>`
      SELECT userId, \`key\` AS name, response AS sealed FROM http_idempotency_key
      WHERE response IS NOT NULL AND LEFT(response, ${length}) <> ${currentHeader} ORDER BY userId, \`key\` LIMIT ${limit} OFFSET ${offset}`
    return rows.map(({ userId, name, sealed }) => ({ key: [userId, name], context: answerContext(userId, name), sealed }))
  },
  countStale: async () =>
    only(await db.$queryRaw`SELECT COUNT(*) AS n FROM http_idempotency_key WHERE response IS NOT NULL AND LEFT(response, ${length}) <> ${currentHeader}`),
  replace: async ({ key, sealed: old }, sealed) =>
    (await db.$executeRaw`
      UPDATE http_idempotency_key SET response = ${sealed} WHERE userId = ${part(key, 0)} AND \`key\` = ${part(key, 1)} AND response = ${old}`) === 1,
}

const secondFactor: SealedColumn = {
  name: 'accounts_second_factor.secretSealed',
  stale: async (limit, offset) => {
    const rows = await db.$queryRaw<{ userId: string; sealed: Bytes }[]>`
      SELECT userId, secretSealed AS sealed FROM accounts_second_factor
      WHERE LEFT(secretSealed, ${length}) <> ${currentHeader} ORDER BY userId LIMIT ${limit} OFFSET ${offset}`
    return rows.map(({ userId, sealed }) => ({ key: [userId], context: secondFactorContext(userId), sealed }))
  },
  countStale: async () => only(await db.$queryRaw`SELECT COUNT(*) AS n FROM accounts_second_factor WHERE LEFT(secretSealed, ${length}) <> ${currentHeader}`),
  replace: async ({ key, sealed: old }, sealed) =>
    (await db.$executeRaw`UPDATE accounts_second_factor SET secretSealed = ${sealed} WHERE userId = ${part(key, 0)} AND secretSealed = ${old}`) === 1,
}

const auditKey: SealedColumn = {
  name: 'audit_key.sealed',
  stale: async (limit, offset) => {
    const rows = await db.$queryRaw<{ id: number; sealed: Bytes }[]>`
      SELECT id, sealed FROM audit_key WHERE LEFT(sealed, ${length}) <> ${currentHeader} ORDER BY id LIMIT ${limit} OFFSET ${offset}`
    return rows.map(({ id, sealed }) => ({ key: [String(id)], context: auditKeyContext, sealed }))
  },
  countStale: async () => only(await db.$queryRaw`SELECT COUNT(*) AS n FROM audit_key WHERE LEFT(sealed, ${length}) <> ${currentHeader}`),
  replace: async ({ key, sealed: old }, sealed) =>
    (await db.$executeRaw`UPDATE audit_key SET sealed = ${sealed} WHERE id = ${Number(part(key, 0))} AND sealed = ${old}`) === 1,
}

/** The secrets of a web hook: the present one, and the one before it for a day. */
const hookSecret = (name: 'secretSealed' | 'oldSecretSealed'): SealedColumn => {
  const column = Prisma.raw(name)
  const isStale = Prisma.sql`${column} IS NOT NULL AND LEFT(${column}, ${length}) <> ${currentHeader}`
  return {
    name: `notices_hook.${name}`,
    stale: async (limit, offset) => {
      const rows = await db.$queryRaw<{ id: string; sealed: Bytes }[]>`
        SELECT id, ${column} AS sealed FROM notices_hook WHERE ${isStale} ORDER BY id LIMIT ${limit} OFFSET ${offset}`
      return rows.map(({ id, sealed }) => ({ key: [id], context: hookContext(id), sealed }))
    },
    countStale: async () => only(await db.$queryRaw`SELECT COUNT(*) AS n FROM notices_hook WHERE ${isStale}`),
    replace: async ({ key, sealed: old }, sealed) =>
      (await db.$executeRaw`UPDATE notices_hook SET ${column} = ${sealed} WHERE id = ${part(key, 0)} AND ${column} = ${old}`) === 1,
  }
}

/** Every column that holds sealed bytes. A test holds it against the database: what is sealed and not here would be lost with the old key. */
export const sealedColumns: readonly SealedColumn[] = [
  sourcePassword,
  environmentUrl,
  keptAnswer,
  secondFactor,
  auditKey,
  hookSecret('secretSealed'),
  hookSecret('oldSecretSealed'),
]

import 'server-only'
import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import type { Pool } from 'mariadb'
import { troubleOf } from '#server/database-trouble.ts'
import { env } from '#server/env.ts'
import { Prisma, PrismaClient } from '#server/generated/prisma/client.ts'

/** Prisma's way to the driver, which leaves the pool of connections at hand. */
class Door extends PrismaMariaDb {
  pool: Pool | null = null

  override async connect() {
    const adapter = await super.connect()
    this.pool = adapter.underlyingDriver()
    return adapter
  }
}

const holder = globalThis as { qdPrisma?: PrismaClient; qdDoor?: Door }

function open(): PrismaClient {
  const url = new URL(env.DATABASE_URL)
  holder.qdDoor = new Door({
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: url.pathname.slice(1),
    connectionLimit: 10,
    // MySQL 8 and later without TLS hand out their RSA key only when asked to; without it only "pool timeout" is seen.
    allowPublicKeyRetrieval: true,
    initSql: "SET time_zone = '+00:00'",
  })
  return new PrismaClient({ adapter: holder.qdDoor, transactionOptions: { maxWait: 10_000, timeout: 60_000 } })
}

holder.qdPrisma ??= open()

/** The console's own database. Times are UTC. */
export const db = holder.qdPrisma
/** A client bound to one transaction. */
export type Tx = Prisma.TransactionClient

/**
 * Rows of a SELECT as the driver reads them, on the same connections, outside of any transaction. For what holds megabytes of bytes:
 * on its way through Prisma they become base64 and are copied twice. Whole numbers are bigint where the column is BIGINT, bytes are
 * Buffers. Throws as $queryRaw does.
 */
export async function readDirectly<T>(statement: Prisma.Sql): Promise<T[]> {
  await db.$connect()
  try {
    return (await holder.qdDoor?.pool?.query<T[]>(statement.sql, statement.values)) ?? []
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new Prisma.PrismaClientKnownRequestError(message, { code: 'P2010', clientVersion: Prisma.prismaVersion.client, meta: { driverAdapterError: error } })
  }
}

const mostConflicts = 5
const longestAwayMs = 60_000

/**
 * A transaction that is begun again after a deadlock or a lock that was not given (five times) and while the server is
 * away (for a minute). `work` runs again from its beginning, so it must do nothing outside the transaction. A connection
 * that broke during COMMIT leaves open whether it was kept: where a second time would matter, `work` looks first, and
 * `again` tells it that this is not the first try. `isolation`: ReadCommitted where rows are looked for and locked, because
 * the default also locks the gaps between them, into which others want to insert.
 */
export async function transact<T>(work: (tx: Tx, again: boolean) => Promise<T>, isolation?: 'ReadCommitted'): Promise<T> {
  const began = Date.now()
  for (let conflicts = 0, tries = 0; ; tries++) {
    try {
      return await db.$transaction((tx) => work(tx, tries > 0), isolation ? { isolationLevel: isolation } : {})
    } catch (error) {
      const trouble = troubleOf(error)
      if (!trouble) throw error
      if (trouble === 'conflict' && ++conflicts > mostConflicts) throw error
      if (trouble === 'away' && Date.now() - began > longestAwayMs) throw error
      // Full jitter: those who collided must not collide again.
      await sleep(randomInt(Math.min(2_000, 50 * 2 ** Math.min(tries, 6))) + 1)
    }
  }
}

/**
 * What the statements of `read` find as of one moment. Prisma reads relations by statements of their own: others may commit between them, and a state that is
 * told by several rows would be one that never was. `within`: a transaction that is under way; what it sees is its own affair.
 */
export const atOneMoment = <T>(read: (tx: Tx) => Promise<T>, within: Tx = db): Promise<T> =>
  within === db ? db.$transaction(read, { isolationLevel: 'RepeatableRead' }) : read(within)

/** For `contains` and its kin: Prisma leaves % and _ to mean "anything", and a person who types them means the letters. */
export const asTyped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

import 'server-only'
import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import { env } from '#server/env.ts'
import { type Prisma, PrismaClient } from '#server/generated/prisma/client.ts'

const holder = globalThis as { qdPrisma?: PrismaClient }

function open(): PrismaClient {
  const url = new URL(env.DATABASE_URL)
  const adapter = new PrismaMariaDb({
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
  return new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 60_000 } })
}

holder.qdPrisma ??= open()

/** The console's own database. Times are UTC. */
export const db = holder.qdPrisma
/** A client bound to one transaction. */
export type Tx = Prisma.TransactionClient

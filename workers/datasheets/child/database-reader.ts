import { Worker } from 'node:worker_threads'
import type { TableDef } from '#core/datasheets/table.ts'
import type { DatabaseSettings, FromDatabase, TableOrder, ToDatabase } from '#workers/datasheets/child/database-protocol.ts'

export type Opened = { tables: TableDef[]; fingerprint: string; readAt: string }
export type TableRead = { rows: number; words: number }

/** The game database refused or broke. `code` and `errno` are the driver's or the network's. */
export class GameDatabaseFailed extends Error {
  readonly code: string | null
  readonly errno: number | null
  /** Whether it is the one that rows are taken from, of two. */
  readonly source: boolean
  constructor({ message, code, errno }: { message: string; code: string | null; errno: number | null }, source: boolean) {
    super(message)
    this.name = 'GameDatabaseFailed'
    this.code = code
    this.errno = errno
    this.source = source
  }
}

/** The thread that reads the database, as the child's main thread sees it. */
export type DatabaseReader = {
  opened: Promise<Opened>
  /** Tables are read one after the other, in the order in which they are asked for. */
  read: (order: TableOrder) => Promise<TableRead>
  end: () => Promise<void>
}

export function readDatabase(settings: DatabaseSettings, source = false): DatabaseReader {
  const thread = new Worker(new URL('./database-thread.ts', import.meta.url), { workerData: settings })
  const opened = Promise.withResolvers<Opened>()
  const waiting = new Map<number, PromiseWithResolvers<TableRead>>()
  const gone = Promise.withResolvers<void>()
  const fail = (error: Error): void => {
    opened.reject(error)
    for (const one of waiting.values()) one.reject(error)
  }
  // Whoever waits hears of a failure; when nobody does yet, it must not end the process.
  opened.promise.catch(() => {})
  thread.on('message', (message: FromDatabase) => {
    if ('opened' in message) opened.resolve(message.opened)
    else if ('failed' in message) fail(message.failed.local ? new Error(message.failed.message) : new GameDatabaseFailed(message.failed, source))
    else waiting.get(message.table)?.resolve({ rows: message.rows, words: message.words })
  })
  thread.on('error', fail)
  thread.on('exit', () => gone.resolve())
  return {
    opened: opened.promise,
    read: (order) => {
      const done = Promise.withResolvers<TableRead>()
      done.promise.catch(() => {})
      waiting.set(order.number, done)
      thread.postMessage({ read: order } satisfies ToDatabase)
      return done.promise
    },
    end: async () => {
      thread.postMessage({ end: true } satisfies ToDatabase)
      await gone.promise
    },
  }
}

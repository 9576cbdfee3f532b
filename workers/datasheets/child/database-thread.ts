import { parentPort, workerData } from 'node:worker_threads'
import { errorFactsOf, openGameDatabase, sqlMessageOf } from '#server/game-database.ts'
import { readGameSchema, schemaFingerprint } from '#server/game-schema.ts'
import type { DatabaseSettings, FromDatabase, TableOrder, ToDatabase } from '#workers/datasheets/child/database-protocol.ts'
import { readTable } from '#workers/datasheets/child/read-table.ts'
import { openSnapshot } from '#workers/datasheets/child/snapshot.ts'

// A thread of the child: it reads the game database while the child's main thread reads the sheets.
const port = parentPort
if (!port) throw new Error('this is the thread of a comparison and is not run by itself')
const settings = workerData as DatabaseSettings
const say = (message: FromDatabase): void => port.postMessage(message)

/** Orders in the order in which they were given; ends when told so. */
async function* orders(): AsyncGenerator<TableOrder> {
  const waiting: ToDatabase[] = []
  let wake = (): void => {}
  port?.on('message', (message: ToDatabase) => {
    waiting.push(message)
    wake()
  })
  for (;;) {
    const next = waiting.shift()
    if (!next) await new Promise<void>((resolve) => (wake = resolve))
    else if ('read' in next) yield next.read
    else return
  }
}

async function work(): Promise<void> {
  const asked = orders()
  await openGameDatabase(settings.url).session(async (session) => {
    await openSnapshot(session)
    const readAt = new Date().toISOString()
    const tables = await readGameSchema(session, { tables: settings.allowed })
    say({ opened: { tables, fingerprint: schemaFingerprint(tables), readAt } })
    for await (const order of asked) say({ table: order.number, ...(await readTable(session, order, settings.seed)) })
    await session.execute('COMMIT')
  })
}

try {
  await work()
} catch (error) {
  const { code = null, errno = null } = errorFactsOf(error) ?? {}
  const message = sqlMessageOf(error) ?? (error instanceof Error ? error.message : String(error))
  const local = error instanceof Error && 'syscall' in error && (error.syscall === 'open' || error.syscall === 'write')
  say({ failed: { message, code, errno, local } })
}
port.close()

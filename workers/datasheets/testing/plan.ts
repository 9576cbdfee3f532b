import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Principal } from '#core/shared/permissions.ts'
import { Refusal } from '#core/shared/refusal.ts'
import { startPlan } from '#features/datasheets/plans/service.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { insertEnvironment } from '#features/environments/repository.ts'
import { db } from '#server/database.ts'
import { keepFile } from '#server/files/kept.ts'

const origin = { ip: '127.0.0.1', requestId: 'test' }

/** An environment for a game database, and a plan of a file that compares it: its run waits in the queue. A maker of the file is told the environment's id. */
export async function startComparison(
  who: Principal,
  url: string,
  given: string | ((environment: string) => Promise<string>),
): Promise<{ plan: string; run: string }> {
  const name = `sheets ${randomUUID().slice(0, 8)}`
  const environment = await db.$transaction((tx) => insertEnvironment(tx, { name, kind: 'test', url, tables: [] }))
  const path = typeof given === 'string' ? given : await given(environment.id)
  const file = await keepFile(createReadStream(path))
  const [id, now] = [randomUUID(), new Date()]
  const times = { createdAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }
  await db.$transaction(async (tx) => {
    await insertUpload(tx, { id, name: basename(path), ...file, kind: 'xlsx', sheets: [], createdById: who.userId, ...times })
  })
  const started = await startPlan(who, { environment: name, uploads: [id] }, origin)
  if (started instanceof Refusal) throw new Error(started.code)
  return { plan: started.plan.id, run: started.run.id }
}

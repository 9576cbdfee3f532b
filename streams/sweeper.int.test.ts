import { randomUUID } from 'node:crypto'
import { existsSync, utimesSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePerson } from '#app/api/v1/testing.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { upsertArtefact } from '#features/runs/execution/repository.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { keepFile, pathOfFile, removeFile } from '#server/files/kept.ts'
import { sweepNamelessFiles } from '#streams/sweeper.ts'

const dayMs = 86_400_000
let userId: string
beforeAll(async () => {
  userId = (await makePerson('administrator')).id
})
afterAll(() => db.$disconnect())

/** A file that was written two days ago. */
async function old(): Promise<Awaited<ReturnType<typeof keepFile>>> {
  const file = await keepFile('x')
  const then = new Date(Date.now() - 2 * dayMs)
  utimesSync(pathOfFile(file.path), then, then)
  return file
}
const isThere = ({ path }: { path: string }) => existsSync(pathOfFile(path))

it('removes old files that nothing names, and no others', async () => {
  const [nameless, uploaded, artefact, fresh] = [await old(), await old(), await old(), await keepFile('x')]
  const times = { createdAt: new Date(), expiresAt: new Date(Date.now() + dayMs) }
  await db.$transaction(async (tx) => {
    await insertUpload(tx, { id: randomUUID(), name: 'a.csv', ...uploaded, kind: 'csv', sheets: [], createdById: userId, ...times })
    const run = await insertRun(tx, { kind: 'datasheets.diff', title: {}, keywords: '', payload: {}, stages: [], createdById: userId })
    await upsertArtefact(tx, BigInt(run.id), { name: 'a', contentType: 'text/plain', ...artefact })
    await tx.run.update({ where: { id: BigInt(run.id) }, data: { state: 'cancelled' } })
  })
  await sweepNamelessFiles(dayMs)
  expect([nameless, uploaded, artefact, fresh].map(isThere)).toEqual([false, true, true, true])
  for (const { path } of [uploaded, artefact, fresh]) await removeFile(path)
})

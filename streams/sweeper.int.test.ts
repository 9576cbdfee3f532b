import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makePerson } from '#app/api/v1/testing.ts'
import { sweepRunFolders } from '#features/datasheets/execution/service.ts'
import { insertUpload } from '#features/datasheets/uploads/repository.ts'
import { upsertArtefact } from '#features/runs/execution/repository.ts'
import { insertRun } from '#features/runs/repository.ts'
import { db } from '#server/database.ts'
import { keepFile, pathOfFile, removeFile } from '#server/files/kept.ts'
import { runFoldersRoot } from '#server/files/run-folders.ts'
import { eachInTurn, sweepNamelessFiles } from '#streams/sweeper.ts'

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

it('one thing that cannot be cleared away keeps no other from it', async () => {
  const done: string[] = []
  const sweep = (name: string) => async () => void done.push(name)
  const failing = async () => {
    throw new Error('the table is locked')
  }
  await eachInTurn({ first: sweep('first'), failing, last: sweep('last') })
  expect(done).toEqual(['first', 'last'])
})

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

it('removes copies of game tables that no run goes on with', async () => {
  const folderOf = (name: string, days = 0): string => {
    const folder = join(runFoldersRoot(), name)
    mkdirSync(folder, { recursive: true })
    const then = new Date(Date.now() - days * dayMs)
    utimesSync(folder, then, then)
    return folder
  }
  const runIn = async (state: string): Promise<string> => {
    const run = await db.$transaction((tx) => insertRun(tx, { kind: 'datasheets.diff', title: {}, keywords: '', payload: {}, stages: [], createdById: userId }))
    await db.run.update({ where: { id: BigInt(run.id) }, data: { state } })
    return run.id
  }
  const states = ['paused', 'running', 'cancelled', 'failed'] as const
  const ids = await Promise.all(states.map(runIn))
  const fresh = ids.map((id) => folderOf(`${id}-${randomUUID()}`))
  const old = ids.map((id) => folderOf(`${id}-${randomUUID()}`, 2))
  const gone = folderOf(`999999999999999999-${randomUUID()}`)
  const other = folderOf(`compiled-${randomUUID()}`, 2)
  await sweepRunFolders(dayMs)
  expect(fresh.map((folder) => existsSync(folder))).toEqual([true, true, false, false])
  expect(old.map((folder) => existsSync(folder))).toEqual([false, true, false, false])
  expect([gone, other].map((folder) => existsSync(folder))).toEqual([false, true])
  await db.run.updateMany({ where: { id: { in: ids.map(BigInt) } }, data: { state: 'cancelled' } })
  for (const folder of [...fresh, ...old, other]) rmSync(folder, { recursive: true, force: true })
})

import 'server-only'
import { readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { env } from '#server/env.ts'

/** Where comparisons leave copies of sheets and game tables while their runs go on: a folder for each attempt, named after its run. */
export const runFoldersRoot = (): string => resolve(env.QUARTERDECK_STATE_DIR, 'datasheets')
const namePattern = /^(\d{1,18})-[0-9a-f-]{36}$/

export type RunFolder = { name: string; runId: string; writtenAt: Date }

/** The folders of all runs, as far as they are there by now; nothing else in that place. */
export async function listRunFolders(): Promise<RunFolder[]> {
  const found: RunFolder[] = []
  for (const name of await readdir(runFoldersRoot()).catch(() => [])) {
    const runId = namePattern.exec(name)?.[1]
    const facts = runId === undefined ? null : await stat(join(runFoldersRoot(), name)).catch(() => null)
    if (runId !== undefined && facts?.isDirectory()) found.push({ name, runId, writtenAt: facts.mtime })
  }
  return found
}

export async function removeRunFolder(name: string): Promise<void> {
  if (!namePattern.test(name)) throw new Error(`not a folder of ours: ${name}`)
  await rm(join(runFoldersRoot(), name), { recursive: true, force: true })
}

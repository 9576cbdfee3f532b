import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runFoldersRoot as root } from '#server/files/run-folders.ts'

const prefixOf = (runId: string): string => `${runId}-`

/** A name for a folder of a run, one for each attempt. */
export const runFolder = (runId: string): string => `${prefixOf(runId)}${randomUUID()}`

/** Folders of a run: of an attempt whose worker died as well. */
export async function removeFolders(runId: string): Promise<void> {
  const names = await readdir(root()).catch(() => [])
  for (const name of names) if (name.startsWith(prefixOf(runId))) await rm(join(root(), name), { recursive: true, force: true })
}

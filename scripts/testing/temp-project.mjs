import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** Writes `{ path: text }` into a new folder, runs `work(folder)`, and takes the folder away. */
export async function inTempProject(files, work) {
  const root = mkdtempSync(join(tmpdir(), 'quarterdeck-example-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return await work(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

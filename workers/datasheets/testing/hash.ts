import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** SHA-256 of a file, hex. */
export const hashOfFile = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex')

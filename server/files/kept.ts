import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { env } from '#server/env.ts'

// Web and workers share this folder: one machine, or one mounted volume.
const folder = () => join(env.QUARTERDECK_STATE_DIR, 'artefacts')
const namePattern = /^[0-9a-f-]{36}$/

function placeOf(path: string): string {
  if (!namePattern.test(path)) throw new Error(`not a file of ours: ${path}`)
  return join(folder(), path)
}

/** Writes a file under a name of our own; answers the name, its size in bytes and its SHA-256. Nothing is left when it fails. */
export async function keepFile(content: string | Uint8Array | AsyncIterable<string | Uint8Array>): Promise<{ path: string; bytes: number; sha256: string }> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  const path = randomUUID()
  const digest = createHash('sha256')
  let bytes = 0
  const source = typeof content === 'string' || content instanceof Uint8Array ? [content] : content
  async function* measured() {
    for await (const part of source) {
      const chunk = typeof part === 'string' ? Buffer.from(part) : part
      bytes += chunk.byteLength
      digest.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(Readable.from(measured()), createWriteStream(placeOf(path), { mode: 0o600 }))
  } catch (error) {
    await removeFile(path)
    throw error
  }
  return { path, bytes, sha256: digest.digest('hex') }
}

/** Size in bytes and SHA-256 of a file that is not kept yet. */
export async function hashOf(path: string): Promise<{ bytes: number; sha256: string }> {
  const digest = createHash('sha256')
  let bytes = 0
  for await (const part of createReadStream(path) as AsyncIterable<Uint8Array>) {
    bytes += part.byteLength
    digest.update(part)
  }
  return { bytes, sha256: digest.digest('hex') }
}

/** Where a kept file lies on the disk, for a program that is not this one. @throws Error for a name that is not ours. */
export const pathOfFile = (path: string): string => placeOf(path)

export const readFile = (path: string): NodeJS.ReadableStream => createReadStream(placeOf(path))

export const removeFile = (path: string): Promise<void> => rm(placeOf(path), { force: true })

/** Names of kept files that nobody has written to for so long, in groups. */
export async function* filesOlderThan(ms: number, perGroup: number): AsyncGenerator<string[]> {
  const names = (await readdir(folder()).catch(() => [])).filter((name) => namePattern.test(name))
  for (let at = 0; at < names.length; at += perGroup) {
    const old: string[] = []
    for (const name of names.slice(at, at + perGroup)) {
      const found = await stat(placeOf(name)).catch(() => null)
      if (found && found.mtimeMs < Date.now() - ms) old.push(name)
    }
    if (old.length > 0) yield old
  }
}

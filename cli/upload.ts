import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import type { Client } from '#cli/client.ts'
import { callerDirectory } from '#cli/env.ts'
import { clean, count } from '#cli/output.ts'
import { ProblemError } from '#cli/problem.ts'
import { text } from '#cli/shell.ts'
import { type Upload, upload } from '#features/datasheets/uploads/schema.ts'

export type LocalFile = { path: string; name: string; bytes: number }

/** A body of 50 MB over a slow line. */
const longestMs = 300_000

const unreadable = (file: string, why: unknown): ProblemError =>
  new ProblemError({
    type: 'about:blank',
    title: text('datasheets.file_unreadable'),
    status: 400,
    code: 'file_unreadable',
    detail: `${file}: ${why instanceof Error ? why.message : why}`,
  })

/** Files as they are now; the first that is none is refused before anything is sent. */
export async function localFiles(names: readonly string[]): Promise<LocalFile[]> {
  const files: LocalFile[] = []
  for (const name of names) {
    const place = path.resolve(callerDirectory, name)
    const found = await stat(place).catch((error: unknown) => {
      throw unreadable(place, error)
    })
    if (!found.isFile()) throw unreadable(place, 'not a regular file')
    files.push({ path: place, name: path.basename(place), bytes: found.size })
  }
  return files
}

async function digestOf(file: LocalFile): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(file.path)) hash.update(chunk)
  } catch (error) {
    throw unreadable(file.path, error)
  }
  return hash.digest('hex')
}

/** Says how far a file is: on a terminal one line that is drawn again, elsewhere nothing until it is there. */
function progressOf({ name, bytes }: LocalFile, stream: NodeJS.WriteStream): (sent: number) => void {
  if (!stream.isTTY) return () => undefined
  return (sent) => {
    const line = text('datasheets.uploading', { file: name, sent: count(sent), bytes: count(bytes) })
    stream.write(`\r\u001b[2K${clean(line).slice(0, Math.max(20, (stream.columns || 80) - 1))}${sent === bytes ? '\r\u001b[2K' : ''}`)
  }
}

async function* counted(file: LocalFile, sent: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of createReadStream(file.path)) {
    bytes += chunk.length
    sent(bytes)
    yield chunk
  }
}

/** Sends one file as it lies on the disk, with its digest. */
export async function sendFile(client: Client, file: LocalFile): Promise<Upload> {
  const headers = {
    'content-type': 'application/octet-stream',
    'idempotency-key': randomUUID(),
    'x-file-name': encodeURIComponent(file.name),
    'x-content-sha256': await digestOf(file),
  }
  const body = Readable.toWeb(Readable.from(counted(file, progressOf(file, process.stderr)), { objectMode: false })) as ReadableStream<Uint8Array>
  return client.ask(upload, '/datasheets/uploads', { method: 'POST', headers, stream: body, signal: AbortSignal.timeout(longestMs) })
}

import { constants, rmSync } from 'node:fs'
import { access, type FileHandle, open, realpath, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { callerDirectory } from '#cli/env.ts'
import { ProblemError } from '#cli/problem.ts'
import { text } from '#cli/shell.ts'

/** A file that appears whole or not at all. */
export type Destination = {
  file: string
  /** Streams an answer into it and puts it in its place; gives the bytes written. */
  fill: (response: Response) => Promise<number>
  /** Takes the unfinished part away; nothing happens after `fill`. */
  drop: () => Promise<void>
}

/** Opens the temporary file beside `name` at once, so that a path that cannot be written is refused before any work. */
export async function openDestination(name: string): Promise<Destination> {
  const asked = path.resolve(callerDirectory, name)
  const { file, part, handle } = await prepare(asked).catch((error: unknown) => {
    throw fault('output_unwritable', 'error.output_unwritable', `${asked}: ${error instanceof Error ? error.message : error}`)
  })
  const remove = () => rmSync(part, { force: true })
  process.once('exit', remove)
  const drop = async () => {
    process.off('exit', remove)
    await handle.close()
    remove()
  }
  const fill = async (response: Response) => {
    const bytes = await pour(response, handle).catch((error: unknown) => {
      throw fault('download_incomplete', 'error.download_incomplete', `${asked}: ${error instanceof Error ? error.message : error}`)
    })
    await handle.sync()
    await rename(part, file)
    return bytes
  }
  return { file: asked, fill, drop }
}

async function prepare(asked: string): Promise<{ file: string; part: string; handle: FileHandle }> {
  const there = await stat(asked).catch(() => null)
  if (there && !there.isFile()) throw new Error('not a regular file')
  if (there) await access(asked, constants.W_OK)
  // A link keeps pointing where it did: what it points to is replaced.
  const file = there ? await realpath(asked) : asked
  const part = `${file}.${process.pid}.part`
  return { file, part, handle: await open(part, 'wx') }
}

async function pour(response: Response, handle: FileHandle): Promise<number> {
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    await handle.writeFile(chunk)
    bytes += chunk.byteLength
  }
  const promised = response.headers.get('content-length')
  const plain = !response.headers.get('content-encoding')
  if (promised !== null && plain && Number(promised) !== bytes) throw new Error(`${bytes} of ${promised} bytes`)
  return bytes
}

function fault(code: string, title: 'error.output_unwritable' | 'error.download_incomplete', detail: string): ProblemError {
  return new ProblemError({ type: 'about:blank', title: text(title), status: 400, code, detail })
}

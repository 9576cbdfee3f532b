import 'server-only'
import type { FileHandle } from 'node:fs/promises'
import { zipFault } from '#server/files/zip-entry.ts'

/** Reads exactly so many bytes at a place of a file. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done)
    if (bytesRead === 0) throw zipFault(position + done, 'the file ends too early')
    done += bytesRead
  }
  return bytes
}

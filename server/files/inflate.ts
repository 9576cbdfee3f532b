import 'server-only'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import type { ByteSink } from '#core/datasheets/reading/part.ts'
import type { Zip } from '#server/files/zip.ts'
import { type ZipEntry, zipFault } from '#server/files/zip-entry.ts'

const READ_BYTES = 256 * 1024
const PIECE_BYTES = 128 * 1024

async function* packedPieces(zip: Zip, entry: ZipEntry): AsyncGenerator<Buffer> {
  for (let done = 0; done < entry.packedBytes; ) {
    // A new buffer each time: the one before may still be on its way through the inflater.
    const { bytesRead, buffer } = await zip.file.read(Buffer.allocUnsafe(Math.min(READ_BYTES, entry.packedBytes - done)), 0, null, entry.start + done)
    if (bytesRead === 0) throw zipFault(entry.start + done, 'the file ends too early')
    done += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Inflates on a thread of its own, one piece ahead of the reader. */
async function* plainPieces(zip: Zip, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.method === 0) {
    yield* packedPieces(zip, entry)
    return
  }
  const inflater = createInflateRaw({ chunkSize: PIECE_BYTES })
  const feeding = pipeline(packedPieces(zip, entry), inflater)
  // A fault reaches the loop below through the inflater.
  feeding.catch(() => {})
  try {
    for await (const piece of inflater) yield piece as Buffer
  } finally {
    inflater.destroy()
    // The file must not be closed while a read is under way.
    await feeding.catch(() => {})
  }
}

const isZlibFault = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^Z_|^ERR_(BUFFER|TRAILING)/.test(error.code)

/**
 * Gives the bytes of a part to `sink` while they are inflated, and keeps nothing. They are counted against the size that the directory promised, which was
 * itself held to the caps, and against the check sum. Throws `datasheet_broken_zip`.
 */
export async function inflatePart(zip: Zip, entry: ZipEntry, sink: ByteSink): Promise<void> {
  let bytes = 0
  let sum = 0
  try {
    for await (const piece of plainPieces(zip, entry)) {
      bytes += piece.length
      if (bytes > entry.bytes) throw zipFault(entry.start, `${entry.name} is larger than it says (${entry.bytes} bytes)`)
      sum = crc32(piece, sum)
      sink.push(piece)
    }
  } catch (error) {
    throw isZlibFault(error) ? zipFault(entry.start, `${entry.name}: ${error.message}`) : error
  }
  if (bytes !== entry.bytes) throw zipFault(entry.start, `${entry.name}: ${bytes} of ${entry.bytes} bytes`)
  if (sum !== entry.crc32) throw zipFault(entry.start, `${entry.name}: check sum`)
  sink.end()
}

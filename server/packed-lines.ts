import 'server-only'
import { promisify } from 'node:util'
import { constants, inflateRaw, zstdCompress, zstdDecompress } from 'node:zlib'

const compressed = promisify(zstdCompress)
const decompressed = promisify(zstdDecompress)
const inflated = promisify(inflateRaw)

/** What zstd begins with; no deflated text does. */
const magic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/** Bytes for a column of the database, packed fast rather than small. */
export async function packBytes(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await compressed(bytes, fast))
}

/** The bytes again; what was packed before zstd was used is deflated. */
export async function unpackBytes(bytes: Uint8Array): Promise<Buffer> {
  const isZstd = bytes.length >= magic.length && magic.equals(bytes.subarray(0, magic.length))
  return isZstd ? decompressed(bytes) : inflated(bytes)
}

/** Lines without line ends as bytes for a column of the database. */
export const packLines = (lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> => packBytes(Buffer.from(lines.join('\n')))

/** The lines again; none where there were none. */
export async function unpackLines(bytes: Uint8Array): Promise<string[]> {
  const text = (await unpackBytes(bytes)).toString()
  return text ? text.split('\n') : []
}

import 'server-only'
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'

const deflated = promisify(deflateRaw)
const inflated = promisify(inflateRaw)

/** Lines without line ends as bytes for a column of the database, packed fast rather than small. */
export async function packLines(lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await deflated(Buffer.from(lines.join('\n')), { level: 1 }))
}

/** The lines again; none where there were none. */
export async function unpackLines(bytes: Uint8Array): Promise<string[]> {
  const text = (await inflated(bytes)).toString()
  return text ? text.split('\n') : []
}

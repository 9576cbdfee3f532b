import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'

/** How many operations a block holds; all but the last of a table are full, so that a place in the table tells its block. */
export const BLOCK_OPERATIONS = 500

const deflated = promisify(deflateRaw)
const inflated = promisify(inflateRaw)

export type PackedBlock = { inserts: number; updates: number; deletes: number; data: Uint8Array<ArrayBuffer> }

const begins = { insert: '{"op":"insert"', update: '{"op":"update"', delete: '{"op":"delete"' } as const

/** Lines of JSON, each a KeptOperation whose first member is `op`, without line ends. At most BLOCK_OPERATIONS. */
export async function packBlock(lines: readonly string[]): Promise<PackedBlock> {
  if (lines.length > BLOCK_OPERATIONS) throw new Error(`a block of ${lines.length} operations`)
  const count = (begin: string) => lines.reduce((sum, line) => sum + (line.startsWith(begin) ? 1 : 0), 0)
  const counts = { inserts: count(begins.insert), updates: count(begins.update), deletes: count(begins.delete) }
  if (counts.inserts + counts.updates + counts.deletes !== lines.length) throw new Error('a line that is no operation')
  const data = await deflated(Buffer.from(lines.join('\n')), { level: 1 })
  return { ...counts, data: new Uint8Array(data) }
}

/** The lines again. */
export async function unpackBlock(data: Uint8Array): Promise<string[]> {
  const text = (await inflated(data)).toString()
  return text ? text.split('\n') : []
}

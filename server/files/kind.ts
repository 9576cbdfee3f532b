import 'server-only'
import { open } from 'node:fs/promises'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { HEAD_BYTES, kindOfBytes, oleDirectoryPlace, oleKind } from '#core/datasheets/reading/magic.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'

/** Part of an OLE2 directory in which the streams that matter stand. */
const DIRECTORY_BYTES = 16 * 1024

/** Whether a file is an archive (a workbook, perhaps) or text (CSV, perhaps); refuses by name what is neither, and what is too large. */
export async function kindOfFile(path: string, caps: Pick<ReadingCaps, 'fileBytes'>): Promise<'zip' | 'text'> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > caps.fileBytes) throw unreadable('datasheet_too_large', { bytes: size, most: caps.fileBytes }, 413)
    const partAt = async (position: number, length: number): Promise<Buffer> => {
      const bytes = Buffer.alloc(length)
      return bytes.subarray(0, (await file.read(bytes, 0, length, position)).bytesRead)
    }
    const head = await partAt(0, HEAD_BYTES)
    const kind = kindOfBytes(head)
    if (kind === 'zip' || kind === 'text') return kind
    if (kind !== 'ole2') throw unreadable('datasheet_not_a_workbook', { found: kind })
    const place = oleDirectoryPlace(head)
    const inside = oleKind(place === null ? head : await partAt(place, DIRECTORY_BYTES))
    if (inside === 'other') throw unreadable('datasheet_not_a_workbook', { found: kind })
    throw unreadable(inside === 'encrypted' ? 'datasheet_encrypted' : 'datasheet_xls')
  } finally {
    await file.close()
  }
}

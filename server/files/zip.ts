import 'server-only'
import { type FileHandle, open } from 'node:fs/promises'
import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'
import { partKey } from '#core/datasheets/reading/package.ts'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { readAt } from '#server/files/read-at.ts'
import { directoryPlace, readDirectory } from '#server/files/zip-directory.ts'
import { type ZipEntry, zipFault } from '#server/files/zip-entry.ts'

type ZipCaps = Pick<ReadingCaps, 'fileBytes' | 'entries' | 'inflatedBytes' | 'ratio' | 'ratioFloorBytes'>

const LOCAL_BYTES = 30
const LOCAL_SIGNATURE = 0x04034b50

/** An archive whose directory was looked at: its parts by name, none inflated yet. */
export type Zip = { file: FileHandle; entries: ReadonlyMap<string, ZipEntry>; close: () => Promise<void> }

/** Where the bytes of an entry begin: behind its own header, which must say the same as the directory. */
async function dataStart(file: FileHandle, entry: ZipEntry): Promise<number> {
  const head = await readAt(file, entry.offset, LOCAL_BYTES)
  if (head.readUInt32LE(0) !== LOCAL_SIGNATURE) throw zipFault(entry.offset, `no header of ${entry.name}`)
  const nameLength = head.readUInt16LE(26)
  const name = await readAt(file, entry.offset + LOCAL_BYTES, nameLength)
  if (!name.equals(entry.rawName) || head.readUInt16LE(8) !== entry.method) throw zipFault(entry.offset, `another header than that of ${entry.name}`)
  return entry.offset + LOCAL_BYTES + nameLength + head.readUInt16LE(28)
}

/** No two entries may use the same bytes, and none those of the directory: a small archive could else hold a huge amount. */
async function placeEntries(file: FileHandle, entries: ZipEntry[], directoryStart: number): Promise<void> {
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset)
  for (const [index, entry] of inOrder.entries()) {
    const end = inOrder[index + 1]?.offset ?? directoryStart
    if (entry.offset + LOCAL_BYTES > end) throw unreadable('datasheet_overlapping', { part: entry.name })
    entry.start = await dataStart(file, entry)
    if (entry.start + entry.packedBytes > end) throw unreadable('datasheet_overlapping', { part: entry.name })
  }
}

/** What the directory promises must already be within the caps. */
function checkSizes(entries: readonly ZipEntry[], caps: ZipCaps): void {
  let total = 0
  for (const { name, bytes, packedBytes } of entries) {
    total += bytes
    if (bytes > caps.ratioFloorBytes && bytes > packedBytes * caps.ratio)
      throw unreadable('datasheet_ratio', { part: name, ratio: Math.ceil(bytes / Math.max(1, packedBytes)), most: caps.ratio })
  }
  if (total > caps.inflatedBytes) throw unreadable('datasheet_inflates_too_far', { bytes: total, most: caps.inflatedBytes })
}

/** Entries by the name under which parts refer to each other; the same name twice would leave it to chance which is read. */
function byName(entries: readonly ZipEntry[]): Map<string, ZipEntry> {
  const map = new Map<string, ZipEntry>()
  for (const entry of entries) {
    if (map.has(partKey(entry.name))) throw unreadable('datasheet_duplicate_part', { part: entry.name })
    map.set(partKey(entry.name), entry)
  }
  return map
}

/**
 * Opens a zip archive by its central directory and refuses, before anything is inflated: too large, too many entries, too much when inflated, encrypted,
 * overlapping, twice the same name, outside of the file (`datasheet_*`). Reads by position; the file is never in memory.
 */
export async function openZip(path: string, caps: ZipCaps): Promise<Zip> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > caps.fileBytes) throw unreadable('datasheet_too_large', { bytes: size, most: caps.fileBytes }, 413)
    const place = await directoryPlace(file, size)
    if (place.entries > caps.entries) throw unreadable('datasheet_too_many_entries', { entries: place.entries, most: caps.entries })
    const all = await readDirectory(file, place)
    const entries = all.filter((entry) => !entry.name.endsWith('/'))
    checkSizes(entries, caps)
    await placeEntries(file, all, place.start)
    return { file, entries: byName(entries), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

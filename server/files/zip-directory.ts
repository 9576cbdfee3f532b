import 'server-only'
import type { FileHandle } from 'node:fs/promises'
import { unreadable } from '#core/datasheets/reading/unreadable.ts'
import { readAt } from '#server/files/read-at.ts'
import { type ZipEntry, zipFault } from '#server/files/zip-entry.ts'

const END_BYTES = 22
const LONGEST_COMMENT = 0xffff
const END_SIGNATURE = 0x06054b50
const LOCATOR_BYTES = 20
const LOCATOR_SIGNATURE = 0x07064b50
const END64_BYTES = 56
const END64_SIGNATURE = 0x06064b50
const ENTRY_BYTES = 46
const ENTRY_SIGNATURE = 0x02014b50
const FULL16 = 0xffff
const FULL32 = 0xffffffff
const ZIP64_FIELD = 1

/** Where the central directory stands and how many entries it says it has. */
export type DirectoryPlace = { start: number; bytes: number; entries: number }

function uint64(bytes: Buffer, at: number, place: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw zipFault(place + at, `size ${value}`)
  return Number(value)
}

/** The end record is the last one whose comment reaches exactly to the end of the file. */
function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_SIGNATURE && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return -1
}

async function place64(file: FileHandle, end: number): Promise<DirectoryPlace | null> {
  if (end < LOCATOR_BYTES) return null
  const locator = await readAt(file, end - LOCATOR_BYTES, LOCATOR_BYTES)
  if (locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) return null
  const at = uint64(locator, 8, end - LOCATOR_BYTES)
  if (at + END64_BYTES > end - LOCATOR_BYTES) throw zipFault(end - LOCATOR_BYTES, 'zip64 end record out of place')
  const record = await readAt(file, at, END64_BYTES)
  if (record.readUInt32LE(0) !== END64_SIGNATURE) throw zipFault(at, 'no zip64 end record')
  if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) throw zipFault(at, 'several disks')
  const place = { start: uint64(record, 48, at), bytes: uint64(record, 40, at), entries: uint64(record, 32, at) }
  if (place.start + place.bytes !== at) throw zipFault(at, 'directory out of place')
  return place
}

/** Finds the central directory of an archive of `size` bytes; throws `datasheet_broken_zip` when there is none that fits. */
export async function directoryPlace(file: FileHandle, size: number): Promise<DirectoryPlace> {
  const tailBytes = Math.min(size, END_BYTES + LONGEST_COMMENT)
  const tail = await readAt(file, size - tailBytes, tailBytes)
  const found = findEnd(tail)
  if (found < 0) throw zipFault(size, 'no end of the archive')
  const end = size - tailBytes + found
  const place = { start: tail.readUInt32LE(found + 16), bytes: tail.readUInt32LE(found + 12), entries: tail.readUInt16LE(found + 10) }
  const wide = await place64(file, end)
  if (wide) return wide
  if (place.start === FULL32 || place.bytes === FULL32 || place.entries === FULL16) throw zipFault(end, 'no zip64 end record')
  if (tail.readUInt16LE(found + 4) !== 0 || tail.readUInt16LE(found + 6) !== 0) throw zipFault(end, 'several disks')
  if (place.start + place.bytes !== end) throw zipFault(end, 'directory out of place')
  return place
}

/** Sizes that do not fit 32 bits stand in an extra field, only those and in this order. */
function widen(entry: ZipEntry, extra: Buffer, at: number): void {
  const wanted = [entry.bytes === FULL32, entry.packedBytes === FULL32, entry.offset === FULL32]
  if (!wanted.includes(true)) return
  for (let field = 0; field + 4 <= extra.length; field += 4 + extra.readUInt16LE(field + 2)) {
    if (extra.readUInt16LE(field) !== ZIP64_FIELD) continue
    const end = field + 4 + extra.readUInt16LE(field + 2)
    let next = field + 4
    const take = (): number => {
      if (next + 8 > end || end > extra.length) throw zipFault(at, `sizes of ${entry.name}`)
      next += 8
      return uint64(extra, next - 8, at)
    }
    if (wanted[0]) entry.bytes = take()
    if (wanted[1]) entry.packedBytes = take()
    if (wanted[2]) entry.offset = take()
    return
  }
  throw zipFault(at, `sizes of ${entry.name}`)
}

/** Folders by a slash; a name that would leave the archive or hide something is refused. */
function nameOf(raw: Buffer, at: number): string {
  const name = raw.toString('utf8').replaceAll('\\', '/')
  if (name === '' || name.startsWith('/') || name.includes('\0') || name.split('/').includes('..')) throw zipFault(at, `name ${JSON.stringify(name)}`)
  return name
}

function entryAt(directory: Buffer, from: number, at: number): { entry: ZipEntry; next: number } {
  if (from + ENTRY_BYTES > directory.length || directory.readUInt32LE(from) !== ENTRY_SIGNATURE) throw zipFault(at, 'no entry of the directory')
  const flags = directory.readUInt16LE(from + 8)
  const nameEnd = from + ENTRY_BYTES + directory.readUInt16LE(from + 28)
  const extraEnd = nameEnd + directory.readUInt16LE(from + 30)
  const next = extraEnd + directory.readUInt16LE(from + 32)
  if (next > directory.length) throw zipFault(at, 'an entry beyond the directory')
  const rawName = directory.subarray(from + ENTRY_BYTES, nameEnd)
  const entry: ZipEntry = {
    name: nameOf(rawName, at),
    rawName,
    method: directory.readUInt16LE(from + 10),
    crc32: directory.readUInt32LE(from + 16),
    packedBytes: directory.readUInt32LE(from + 20),
    bytes: directory.readUInt32LE(from + 24),
    offset: directory.readUInt32LE(from + 42),
    start: 0,
  }
  // Bit 0: encrypted; bit 6: strongly; bit 13: the directory is.
  if (flags & 0x2041) throw unreadable('datasheet_encrypted')
  if (entry.method !== 0 && entry.method !== 8) throw zipFault(at, `${entry.name}: compression method ${entry.method}`)
  widen(entry, directory.subarray(nameEnd, extraEnd), at)
  if (entry.method === 0 && entry.packedBytes !== entry.bytes) throw zipFault(at, `sizes of ${entry.name}`)
  return { entry, next }
}

/** Largest directory that may be read: names and notes of some hundred entries. */
const MOST_DIRECTORY_BYTES = 1 << 24

/** All entries of the directory, as many as it says and none beside. */
export async function readDirectory(file: FileHandle, place: DirectoryPlace): Promise<ZipEntry[]> {
  if (place.bytes > MOST_DIRECTORY_BYTES) throw zipFault(place.start, `directory of ${place.bytes} bytes`)
  const directory = await readAt(file, place.start, place.bytes)
  const entries: ZipEntry[] = []
  let at = 0
  while (at < directory.length && entries.length < place.entries) {
    const { entry, next } = entryAt(directory, at, place.start + at)
    entries.push(entry)
    at = next
  }
  if (at !== directory.length || entries.length !== place.entries) throw zipFault(place.start + at, `not ${place.entries} entries`)
  return entries
}

import { type Unreadable, unreadable } from '#core/datasheets/reading/unreadable.ts'

/** One part of an archive as the central directory describes it. */
export type ZipEntry = {
  name: string
  rawName: Buffer
  /** 0 stored, 8 deflate. */
  method: number
  crc32: number
  packedBytes: number
  bytes: number
  /** Of its own header, and behind it of its bytes. */
  offset: number
  start: number
}

/** The archive itself is against its format; `at` counts bytes of the file from 0. */
export const zipFault = (at: number, what: string): Unreadable => unreadable('datasheet_broken_zip', { at, what: what.slice(0, 120) })

import { crc32, deflateRawSync } from 'node:zlib'

/** One part of an archive, and what its headers say that is not so. */
export type ZipPart = {
  name: string
  content: string | Uint8Array
  stored?: boolean
  /** Sizes and check sum behind the bytes instead of before them. */
  descriptor?: boolean
  /** Sizes in the 64-bit fields of the directory. */
  wide?: boolean
  flags?: number
  method?: number
  localName?: string
  declaredBytes?: number
  declaredPacked?: number
  crc?: number
  /** Where the directory says that it begins. */
  offset?: number
  packed?: Uint8Array
}
export type ZipForm = { wide?: boolean; comment?: string; declaredEntries?: number; directoryShift?: number; before?: string; gap?: string }

type Written = { part: ZipPart; bytes: number; packed: Uint8Array; crc: number; method: number; offset: number }

function numbersOf(part: ZipPart, offset: number): Written {
  const content = Buffer.from(part.content as string)
  const method = part.method ?? (part.stored ? 0 : 8)
  const packed = part.packed ?? (part.stored ? content : deflateRawSync(content))
  return { part, bytes: part.declaredBytes ?? content.length, packed, crc: part.crc ?? crc32(content), method, offset }
}

const flagsOf = ({ flags, descriptor }: ZipPart): number => flags ?? 0x800 | (descriptor ? 8 : 0)

function localHeader({ part, bytes, packed, crc, method }: Written): Buffer {
  const name = Buffer.from(part.localName ?? part.name)
  const head = Buffer.alloc(30)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(part.wide ? 45 : 20, 4)
  head.writeUInt16LE(flagsOf(part), 6)
  head.writeUInt16LE(method, 8)
  if (!part.descriptor) {
    head.writeUInt32LE(crc, 14)
    head.writeUInt32LE(packed.length, 18)
    head.writeUInt32LE(Math.min(bytes, 0xffffffff), 22)
  }
  head.writeUInt16LE(name.length, 26)
  const after = Buffer.alloc(part.descriptor ? 16 : 0)
  if (part.descriptor) {
    after.writeUInt32LE(0x08074b50, 0)
    after.writeUInt32LE(crc, 4)
    after.writeUInt32LE(packed.length, 8)
    after.writeUInt32LE(bytes, 12)
  }
  return Buffer.concat([head, name, packed, after])
}

function directoryEntry({ part, bytes, packed, crc, method, offset }: Written): Buffer {
  const name = Buffer.from(part.name)
  const extra = Buffer.alloc(part.wide ? 28 : 0)
  const declaredPacked = part.declaredPacked ?? packed.length
  if (part.wide) {
    extra.writeUInt16LE(1, 0)
    extra.writeUInt16LE(24, 2)
    extra.writeBigUInt64LE(BigInt(bytes), 4)
    extra.writeBigUInt64LE(BigInt(declaredPacked), 12)
    extra.writeBigUInt64LE(BigInt(part.offset ?? offset), 20)
  }
  const head = Buffer.alloc(46)
  head.writeUInt32LE(0x02014b50, 0)
  head.writeUInt16LE(flagsOf(part), 8)
  head.writeUInt16LE(method, 10)
  head.writeUInt32LE(crc, 16)
  head.writeUInt32LE(part.wide ? 0xffffffff : declaredPacked, 20)
  head.writeUInt32LE(part.wide ? 0xffffffff : bytes, 24)
  head.writeUInt16LE(name.length, 28)
  head.writeUInt16LE(extra.length, 30)
  head.writeUInt32LE(part.wide ? 0xffffffff : (part.offset ?? offset), 42)
  return Buffer.concat([head, name, extra])
}

function wideEnd(entries: number, bytes: number, start: number): Buffer {
  const record = Buffer.alloc(76)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeBigUInt64LE(BigInt(entries), 24)
  record.writeBigUInt64LE(BigInt(entries), 32)
  record.writeBigUInt64LE(BigInt(bytes), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(start + bytes), 64)
  record.writeUInt32LE(1, 72)
  return record
}

/** A zip archive, byte by byte, so that a test can have any of them wrong. */
export function zipOf(parts: readonly ZipPart[], form: ZipForm = {}): Buffer {
  const pieces: Buffer[] = [Buffer.from(form.before ?? '')]
  let offset = (pieces[0] as Buffer).length
  const written: Written[] = []
  for (const part of parts) {
    const one = numbersOf(part, offset)
    written.push(one)
    pieces.push(localHeader(one))
    offset += (pieces.at(-1) as Buffer).length
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  const comment = Buffer.from(form.comment ?? '')
  const end = Buffer.alloc(22)
  const entries = form.declaredEntries ?? parts.length
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(form.wide ? 0xffff : entries, 8)
  end.writeUInt16LE(form.wide ? 0xffff : entries, 10)
  end.writeUInt32LE(form.wide ? 0xffffffff : directory.length, 12)
  end.writeUInt32LE(form.wide ? 0xffffffff : offset + (form.directoryShift ?? 0), 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([
    ...pieces,
    directory,
    form.wide ? wideEnd(entries, directory.length, offset) : Buffer.alloc(0),
    Buffer.from(form.gap ?? ''),
    end,
    comment,
  ])
}

import type { SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnType } from '#core/datasheets/table.ts'
import { problem, type Read } from './read.ts'

type Binary = Extract<ColumnType, { kind: 'binary' }>

const spelled = /^(?:0x|x'?)?([0-9a-f]*)'?$/i

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))

/** Bytes as capital hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += pairs[byte]
  return text
}

/** Reads bytes written as hexadecimal digits, with or without `0x`; BINARY(n) is filled up with zero bytes, as its server does. */
export function binaryReader({ maxBytes, fixed }: Binary): (cell: SheetCell) => Read {
  return (cell) => {
    if (cell.kind !== 'text') return problem('binary_number')
    const digits = spelled.exec(cell.raw.trim())?.[1]
    if (digits === undefined || digits.length % 2 === 1) return problem('binary_not_hex')
    if (digits.length > maxBytes * 2) return problem('binary_too_long', { bytes: digits.length / 2, max: maxBytes })
    const hex = digits.toUpperCase()
    return fixed ? hex.padEnd(maxBytes * 2, '0') : hex
  }
}

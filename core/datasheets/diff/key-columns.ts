import type { KeyPart } from '#core/datasheets/diff/key-bytes.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'

/** How a column takes part in a key: what its bytes are made of, and how a canonical value becomes that. */
export type KeyColumn = KeyPart & { text: (canonical: string) => string }

const same = (canonical: string): string => canonical

/** IEEE 754 bits that sort as the numbers do: all of them turned for negative numbers, the sign alone for others. */
function floatBits(canonical: string): string {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(Number(canonical) || 0)
  const negative = (bytes[0] as number) >= 0x80
  for (let at = 0; at < 8; at++) bytes[at] = (bytes[at] as number) ^ (negative ? 0xff : at === 0 ? 0x80 : 0)
  return bytes.toString('hex')
}

function placeOf(labels: readonly string[]): (canonical: string) => string {
  const places = new Map(labels.map((label, place) => [label, String(place + 1)]))
  return (canonical) => places.get(canonical) ?? '0'
}

/** A set is the sum of the bits of its labels, as the server stores it. */
function sumOf(labels: readonly string[]): (canonical: string) => string {
  const bits = new Map(labels.map((label, place) => [label, 1n << BigInt(place)]))
  return (canonical) => String(canonical === '' ? 0n : canonical.split(',').reduce((sum, label) => sum + (bits.get(label) ?? 0n), 0n))
}

function partOf(type: ColumnType): Omit<KeyColumn, 'nullable'> {
  switch (type.kind) {
    case 'integer':
    case 'bit':
    case 'decimal':
    case 'year':
      return { kind: 'number', text: same }
    case 'time':
      return { kind: 'number', text: (canonical) => canonical.replaceAll(':', '') }
    case 'float':
      return { kind: 'text', text: floatBits }
    case 'enum':
      return { kind: 'number', text: placeOf(type.labels) }
    case 'set':
      return { kind: 'number', text: sumOf(type.labels) }
    case 'text':
      return { kind: 'weights', text: same }
    default:
      return { kind: 'text', text: same }
  }
}

/**
 * Keys sort as the server sorts them: numbers, times and labels by value, dates and bytes by their text, texts by the weights that the server gives
 * (which the caller puts in the place of the canonical value).
 */
export const keyColumn = ({ type, nullable }: ColumnDef): KeyColumn => ({ ...partOf(type), nullable })

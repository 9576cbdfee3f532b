import type { ColumnType } from '#core/datasheets/table.ts'
import { parseDecimal, toScale } from '#core/datasheets/values/decimal.ts'

type Kind<K extends ColumnType['kind']> = Extract<ColumnType, { kind: K }>
type Fits = { [K in ColumnType['kind']]: (from: Kind<K>, to: Kind<K>) => boolean }

const bounds = ({ bytes, unsigned }: Kind<'integer'>): [low: bigint, high: bigint] => {
  const size = 1n << BigInt(bytes * 8 - (unsigned ? 0 : 1))
  return [unsigned ? 0n : -size, size - 1n]
}

function integerFits(from: Kind<'integer'>, to: Kind<'integer'>): boolean {
  const [[low, high], [lowest, highest]] = [bounds(from), bounds(to)]
  return low >= lowest && high <= highest
}

/** Characters of text of other character sets take up to four bytes where they are kept. */
const bytesAs = (from: Kind<'text'>, to: Kind<'text'>): number => {
  if (from.maxChars === null) return from.charset === to.charset ? from.maxBytes : from.maxBytes * 4
  return from.charset === to.charset ? Math.min(from.maxBytes, from.maxChars * 4) : from.maxChars * 4
}

function textFits(from: Kind<'text'>, to: Kind<'text'>): boolean {
  if (from.charset !== to.charset && to.charset !== 'utf8mb4' && from.charset !== 'ascii') return false
  return to.maxChars === null ? bytesAs(from, to) <= to.maxBytes : from.maxChars !== null && from.maxChars <= to.maxChars
}

const keepsSign = (from: { unsigned: boolean }, to: { unsigned: boolean }): boolean => from.unsigned || !to.unsigned
const keepsParts = (from: { fsp: number }, to: { fsp: number }): boolean => from.fsp <= to.fsp
const keepsLabels = (from: { labels: readonly string[] }, to: { labels: readonly string[] }): boolean => from.labels.every((label) => to.labels.includes(label))

const fits: Fits = {
  integer: integerFits,
  decimal: (from, to) => keepsSign(from, to) && from.scale <= to.scale && from.precision - from.scale <= to.precision - to.scale,
  float: (from, to) => keepsSign(from, to) && (to.double || !from.double),
  bit: (from, to) => from.bits <= to.bits,
  text: textFits,
  // Bytes of a fixed length are filled up with zeros: values of another length would not stay what they are.
  binary: (from, to) => (to.fixed ? from.fixed && from.maxBytes === to.maxBytes : from.maxBytes <= to.maxBytes),
  date: () => true,
  time: keepsParts,
  datetime: keepsParts,
  timestamp: keepsParts,
  year: () => true,
  enum: keepsLabels,
  set: keepsLabels,
  json: () => true,
  other: () => false,
}

/** Whether a column of the type `to` holds every value of one of the type `from` as it is. */
export function holdsAll<K extends ColumnType['kind']>(from: Kind<K>, to: ColumnType): boolean {
  if (from.kind !== to.kind) return false
  // Both are of the same kind.
  return (fits[from.kind] as (from: ColumnType, to: ColumnType) => boolean)(from, to)
}

const padded =
  (digits: number) =>
  (value: string): string => {
    const [whole = '', part = ''] = value.split('.')
    return digits === 0 ? whole : `${whole}.${part.padEnd(digits, '0')}`
  }

const inOrder =
  (labels: readonly string[]) =>
  (value: string): string => {
    const given = new Set(value.split(','))
    return labels.filter((label) => given.has(label)).join(',')
  }

/** What makes the canonical text of a value of the type `from` that of the type `to`, which holds all of them; null where they are the same. */
export function carriedText(from: ColumnType, to: ColumnType): ((canonical: string) => string) | null {
  if (from.kind === 'decimal' && to.kind === 'decimal' && from.scale !== to.scale) {
    return (value) => {
      const number = parseDecimal(value)
      return (number && toScale(number, to.scale)) ?? value
    }
  }
  if ('fsp' in from && 'fsp' in to && from.fsp !== to.fsp) return padded(to.fsp)
  if (from.kind === 'set' && to.kind === 'set' && from.labels.join() !== to.labels.join()) return inOrder(to.labels)
  return null
}

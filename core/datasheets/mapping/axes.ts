import type { ColumnType } from '#core/datasheets/table.ts'

const dayMs = 86_400_000
const dayMicros = 86_400_000_000n
const spanMicros = 3_020_399_000_000n

/**
 * The values of a type as whole numbers, in the finest steps that the column keeps, so that "just above" has a meaning.
 * `read` takes a comparable value and rounds down, telling whether it had to.
 */
export type Axis = {
  has: (step: bigint) => boolean
  /** An ordinary value of the type. */
  start: bigint
  /** Values beside which there are gaps. */
  edges?: readonly bigint[]
  read: (value: string) => { step: bigint; exact: boolean }
  write: (step: bigint) => string
}

const between =
  (min: bigint, max: bigint) =>
  (step: bigint): boolean =>
    step >= min && step <= max

const floorDiv = (a: bigint, b: bigint): bigint => (a % b < 0n ? a / b - 1n : a / b)

function decimalAxis(min: bigint, max: bigint, scale: number): Axis {
  const unit = 10n ** BigInt(scale)
  return {
    has: between(min, max),
    start: 0n,
    read: (value) => {
      const [whole = '0', fraction = ''] = value.replace('-', '').split('.')
      const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
      const exact = fraction.length <= scale
      if (!value.startsWith('-')) return { step: digits, exact }
      return { step: exact ? -digits : -digits - 1n, exact }
    },
    write: (step) => {
      const [whole, fraction] = [(step < 0n ? -step : step) / unit, (step < 0n ? -step : step) % unit]
      return `${step < 0n ? '-' : ''}${whole}${scale ? `.${String(fraction).padStart(scale, '0')}` : ''}`
    },
  }
}

const twoDigits = (n: bigint): string => String(n).padStart(2, '0')
const clockOf = (micros: bigint): string => {
  const seconds = micros / 1_000_000n
  return `${twoDigits(seconds / 3_600n)}:${twoDigits((seconds / 60n) % 60n)}:${twoDigits(seconds % 60n)}.${String(micros % 1_000_000n).padStart(6, '0')}`
}

const dateOf = (day: bigint): string => new Date(Number(day) * dayMs).toISOString().slice(0, 10)
const dayOf = (date: string): bigint => BigInt(Date.parse(`${date}T00:00:00Z`) / dayMs)
const [firstDay, lastDay] = [dayOf('0001-01-01'), dayOf('9999-12-31')]
const someDay = dayOf('2000-01-01')
const dateAxis: Axis = { has: between(firstDay, lastDay), start: someDay, read: (value) => ({ step: dayOf(value), exact: true }), write: dateOf }

const stepped = (micros: bigint, unit: bigint): { step: bigint; exact: boolean } => ({ step: floorDiv(micros, unit), exact: micros % unit === 0n })

function momentAxis(fsp: number): Axis {
  const unit = 10n ** BigInt(6 - fsp)
  return {
    has: between((firstDay * dayMicros) / unit, ((lastDay + 1n) * dayMicros) / unit - 1n),
    start: (someDay * dayMicros) / unit,
    read: (value) => {
      const [hours = '0', minutes = '0', seconds = '0', fraction = '0'] = value.slice(11).split(/[:.]/)
      const clock = (BigInt(hours) * 3_600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction)
      return stepped(dayOf(value.slice(0, 10)) * dayMicros + clock, unit)
    },
    write: (step) => {
      const micros = step * unit
      const day = floorDiv(micros, dayMicros)
      return `${dateOf(day)} ${clockOf(micros - day * dayMicros)}`
    },
  }
}

function spanAxis(fsp: number): Axis {
  const unit = 10n ** BigInt(6 - fsp)
  return {
    has: between(-spanMicros / unit, spanMicros / unit),
    start: 0n,
    read: (value) => stepped(BigInt(value), unit),
    write: (step) => `${step < 0n ? '-' : ''}${clockOf((step < 0n ? -step : step) * unit)}`,
  }
}

function integerAxis(bits: number, unsigned: boolean): Axis {
  const half = 1n << BigInt(bits - 1)
  return unsigned ? decimalAxis(0n, 2n * half - 1n, 0) : decimalAxis(-half, half - 1n, 0)
}

/** MySQL keeps the year 0 and those from 1901. */
const yearAxis: Axis = { ...decimalAxis(0n, 2155n, 0), has: (step) => step === 0n || (step > 1900n && step <= 2155n), start: 2000n, edges: [0n, 1901n, 2155n] }

/** The axis of a type; null for texts, binary numbers and what cannot be compared. */
export function axisOf(type: ColumnType): Axis | null {
  switch (type.kind) {
    case 'integer':
      return integerAxis(8 * type.bytes, type.unsigned)
    case 'bit':
      return integerAxis(type.bits, true)
    case 'year':
      return yearAxis
    case 'decimal': {
      const most = 10n ** BigInt(type.precision) - 1n
      return decimalAxis(type.unsigned ? 0n : -most, most, type.scale)
    }
    case 'date':
      return dateAxis
    case 'datetime':
    case 'timestamp':
      return momentAxis(type.fsp)
    case 'time':
      return spanAxis(type.fsp)
    default:
      return null
  }
}

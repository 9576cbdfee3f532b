import type { ColumnSummary } from '#core/datasheets/result.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { compareKeyPart } from '#core/datasheets/values/order.ts'
import { percentMedian } from './percent-median.ts'

type Counter = { add: (old: string | null, next: string | null) => void; summary: () => ColumnSummary | null }

/** Columns whose values are amounts: flags and numbers of bits are not. */
const isAmount = ({ type }: ColumnDef): boolean => type.kind === 'decimal' || type.kind === 'float' || (type.kind === 'integer' && !type.boolean)

function plainCounter({ name }: ColumnDef): Counter {
  let changed = 0
  return {
    add: () => {
      changed++
    },
    summary: () => (changed === 0 ? null : { column: name, changed }),
  }
}

function amountCounter({ name, type }: ColumnDef): Counter {
  const compare = compareKeyPart(type)
  const percents = percentMedian()
  let [changed, up, down] = [0, 0, 0]
  return {
    add: (old, next) => {
      changed++
      if (old === null || next === null) return
      if (compare(next, old) > 0) up++
      else down++
      const [before, after] = [Number(old), Number(next)]
      // From nothing, or across nothing, no percentage can be told.
      if (before > 0 && after >= 0 && Number.isFinite(after / before)) percents.add((after / before - 1) * 100)
    },
    summary: () => (changed === 0 ? null : { column: name, changed, up, down, medianPercent: percents.median(), uniform: percents.uniform() }),
  }
}

export type ColumnChanges = {
  /** One changed cell of an update; `column` is the place in the columns given. */
  add: (column: number, old: string | null, next: string | null) => void
  /** Of the columns that changed, in their order. */
  finish: () => ColumnSummary[]
}

/** Counts what updates change, column by column; of amounts also the direction and the median percentage. Remembers some KB per column of amounts. */
export function columnChanges(columns: readonly ColumnDef[]): ColumnChanges {
  const counters = columns.map((column) => (isAmount(column) ? amountCounter(column) : plainCounter(column)))
  return {
    add: (column, old, next) => counters[column]?.add(old, next),
    finish: () => counters.map((counter) => counter.summary()).filter((summary) => summary !== null),
  }
}

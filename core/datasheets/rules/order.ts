import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { compareKeyPart } from '#core/datasheets/values/order.ts'
import { placesOf, type RuleCheck, type RuleContext, rowCheck } from './check.ts'

const withoutZeros = (text: string): string => text.replace(/\.(\d*?)0+$/, (_, kept: string) => (kept ? `.${kept}` : ''))
/** A day is its midnight, and fractions of a second count by value. */
const moment = (text: string): string => (text.length === 10 ? `${text} 00:00:00` : withoutZeros(text))

function comparison({ type }: ColumnDef): (a: string, b: string) => number {
  if (type.kind === 'date' || type.kind === 'datetime' || type.kind === 'timestamp') {
    return (a, b) => (moment(a) === moment(b) ? 0 : moment(a) < moment(b) ? -1 : 1)
  }
  if (type.kind === 'time') return (a, b) => compareKeyPart(type)(withoutZeros(a), withoutZeros(b))
  // Numbers of any two types compare as decimals.
  return compareKeyPart({ kind: 'decimal', precision: 65, scale: 30, unsigned: false })
}

/** One column is not after another: a start and an end, a least and a most. Equal passes, and so does NULL. Remembers nothing. */
export function orderCheck<W>({ before, after }: Extract<Rule, { kind: 'order' }>, context: RuleContext<W>): RuleCheck<W> {
  const places = placesOf([before, after], context)
  const definition = context.table.columns.find(({ name }) => name === before)
  if (!places || !definition) return rowCheck(() => undefined)
  const compare = comparison(definition)
  const [first, second] = places as [number, number]
  return rowCheck((row, where) => {
    const [start, end] = [row[first] ?? null, row[second] ?? null]
    if (start === null || end === null || compare(start, end) <= 0) return
    context.report({ code: 'rule_wrong_order', column: after, value: end, params: { before, after, start: start.slice(0, 60) }, where })
  })
}

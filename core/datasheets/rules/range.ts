import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import { compareDecimals, parseDecimal } from '#core/datasheets/values/decimal.ts'
import { placesOf, type RuleCheck, type RuleContext, rowCheck } from './check.ts'

/** Numbers between two bounds, both included; NULL is no number and passes. Remembers nothing. */
export function rangeCheck<W>({ column, min, max }: Extract<Rule, { kind: 'range' }>, context: RuleContext<W>): RuleCheck<W> {
  const [place] = placesOf([column], context) ?? []
  if (place === undefined) return rowCheck(() => undefined)
  const [low, high] = [min === undefined ? null : parseDecimal(min), max === undefined ? null : parseDecimal(max)]
  return rowCheck((row, where) => {
    const value = row[place] ?? null
    if (value === null) return
    const number = parseDecimal(value)
    if (!number) context.report({ code: 'rule_not_a_number', column, value, params: {}, where })
    else if (low && compareDecimals(number, low) < 0) context.report({ code: 'rule_below_minimum', column, value, params: { min: min as string }, where })
    else if (high && compareDecimals(number, high) > 0) context.report({ code: 'rule_above_maximum', column, value, params: { max: max as string }, where })
  })
}

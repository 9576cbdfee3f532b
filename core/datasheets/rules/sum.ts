import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import { type Decimal, parseDecimal, plainText } from '#core/datasheets/values/decimal.ts'
import { placesOf, type RuleCheck, type RuleContext, type RuleRow, rowCheck } from './check.ts'

/** units * 10^-scale */
type Total = { units: bigint; scale: number }
type Group<W> = Total & { rows: number; first: W; names: readonly (string | null)[] }

const at = ({ units, scale }: Total, wanted: number): bigint => units * 10n ** BigInt(wanted - scale)

function asTotal({ negative, digits, scale }: Decimal): Total {
  const units = BigInt(digits || '0') * (negative ? -1n : 1n)
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale }
}

function addTo(group: Total, term: Total): void {
  const scale = Math.max(group.scale, term.scale)
  group.units = at(group, scale) + at(term, scale)
  group.scale = scale
}

const textOf = ({ units, scale }: Total): string => plainText(parseDecimal(`${units}e-${scale}`) as Decimal)

const SHOWN = 60
const named = (by: readonly string[], names: readonly (string | null)[]): string =>
  by.map((column, n) => `${column} = ${(names[n] ?? 'NULL').slice(0, SHOWN)}`).join(', ') || '*'

/**
 * The numbers of a column add up to exactly one sum in each group of rows, without rounding; NULL counts nothing and is a group of its own. Reported
 * at the first row of the group. Remembers one total per group.
 */
export function sumCheck<W>({ column, by, equals }: Extract<Rule, { kind: 'sum' }>, context: RuleContext<W>): RuleCheck<W> {
  const places = placesOf([column, ...by], context)
  if (!places) return rowCheck(() => undefined)
  const [place = 0, ...grouping] = places
  const folds = by.map((name) => (value: string) => context.fold?.(name, value) ?? value)
  const expected = parseDecimal(equals) as Decimal
  const groups = new Map<string, Group<W>>()
  const keyOf = (row: RuleRow): string => JSON.stringify(grouping.map((of, n) => (row[of] == null ? null : (folds[n] as (value: string) => string)(row[of]))))
  const groupOf = (row: RuleRow, where: W): Group<W> => {
    const key = keyOf(row)
    const found = groups.get(key)
    if (found) return found
    const made: Group<W> = { units: 0n, scale: 0, rows: 0, first: where, names: grouping.map((of) => row[of] ?? null) }
    groups.set(key, made)
    return made
  }
  return {
    add: (row, where) => {
      const value = row[place] ?? null
      const group = groupOf(row, where)
      group.rows++
      const number = value === null ? null : parseDecimal(value)
      if (number) addTo(group, asTotal(number))
      else if (value !== null) context.report({ code: 'rule_not_a_number', column, value, params: {}, where })
    },
    finish: () => {
      const wanted = plainText(expected)
      for (const group of groups.values()) {
        const sum = textOf(group)
        if (sum === wanted) continue
        const params = { group: named(by, group.names), sum, expected: wanted, rows: group.rows }
        context.report({ code: 'rule_wrong_sum', column, value: sum, params, where: group.first })
      }
    },
  }
}

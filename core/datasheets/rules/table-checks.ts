import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import { allChecks, type RuleCheck, type RuleContext } from './check.ts'
import { notDefaultCheck } from './not-default.ts'
import { orderCheck } from './order.ts'
import { rangeCheck } from './range.ts'
import { foreignKeyCheck, type ReferenceCheck, referenceCheck } from './reference.ts'
import { sumCheck } from './sum.ts'
import { uniqueCheck, uniqueKeyCheck } from './unique.ts'

function ownCheck<W>(rule: Exclude<Rule, { kind: 'reference' }>, context: RuleContext<W>): RuleCheck<W> {
  switch (rule.kind) {
    case 'range':
      return rangeCheck(rule, context)
    case 'not_default':
      return notDefaultCheck(rule, context)
    case 'sum':
      return sumCheck(rule, context)
    case 'unique':
      return uniqueCheck(rule, context)
    case 'order':
      return orderCheck(rule, context)
  }
}

/**
 * All that is checked of a table's rows as they would be after the import: the rules of its mapping, its unique keys and its foreign keys. `rows` is fed
 * with each row and finished after the last; each of `references` as well, after the rows of its own `table` went into its `target`. Unique keys and
 * references on columns that `context.columns` lacks cannot be broken by the import and are left out.
 */
export function tableChecks<W>(rules: readonly Rule[], context: RuleContext<W>): { rows: RuleCheck<W>; references: ReferenceCheck<W>[] } {
  const { uniqueKeys, foreignKeys } = context.table
  const known = ({ columns }: { columns: readonly string[] }): boolean => columns.every((column) => context.columns.includes(column))
  const own = rules.filter((rule) => rule.kind !== 'reference').map((rule) => ownCheck(rule, context))
  const keys = uniqueKeys.filter(known).map((key) => uniqueKeyCheck(key, context))
  const referring = rules.filter((rule) => rule.kind === 'reference').map((rule) => referenceCheck(rule, context))
  return { rows: allChecks([...own, ...keys]), references: [...referring, ...foreignKeys.filter(known).map((key) => foreignKeyCheck(key, context))] }
}

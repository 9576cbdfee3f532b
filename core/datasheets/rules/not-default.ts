import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef } from '#core/datasheets/table.ts'
import { columnReader } from '#core/datasheets/values/from-sheet.ts'
import { placesOf, type RuleCheck, type RuleContext, rowCheck } from './check.ts'

/** What a value looks like that nobody has filled in: nothing, nought, the zero date. */
const nought = /^(?:|0(?:\.0+)?|0000-00-00(?: 00:00:00(?:\.0+)?)?|-?00:00:00(?:\.0+)?|0000|(?:00)+|\{\}|\[\]|null)$/

/** The canonical text of the column's own default; undefined when it has none that can be told. */
function ownDefault(column: ColumnDef): string | null | undefined {
  const read = columnReader(column, { mapping: { blank: 'default' }, date1904: false })(undefined)
  return typeof read === 'string' || read === null ? read : undefined
}

/** Values that somebody has to have filled in: neither NULL nor empty nor nought, nor what the column holds by default. Remembers nothing. */
export function notDefaultCheck<W>({ column }: Extract<Rule, { kind: 'not_default' }>, context: RuleContext<W>): RuleCheck<W> {
  const [place] = placesOf([column], context) ?? []
  const definition = context.table.columns.find(({ name }) => name === column)
  if (place === undefined || !definition) return rowCheck(() => undefined)
  const usual = ownDefault(definition)
  const isText = definition.type.kind === 'text' || definition.type.kind === 'enum' || definition.type.kind === 'set'
  const unfilled = (value: string): boolean => (isText ? value === '' : nought.test(value))
  return rowCheck((row, where) => {
    const value = row[place] ?? null
    if (value === null || unfilled(value) || value === usual) context.report({ code: 'rule_default_value', column, value, params: {}, where })
  })
}

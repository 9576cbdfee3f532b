import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import type { UniqueKey } from '#core/datasheets/table.ts'
import { placesOf, type RuleCheck, type RuleContext, type RuleRow, rowCheck } from './check.ts'
import type { RuleError } from './codes.ts'
import { keySet } from './key-set.ts'
import { keyPartOf, keyTextOf } from './key-text.ts'

type Key = { code: RuleError; name: string; columns: readonly string[]; prefixes?: readonly (number | null)[] | undefined }

const shown = (row: RuleRow, places: readonly number[]): string => places.map((place) => row[place] ?? '').join(', ')

/** Rows after the first with the same values, each told with the place of the first. Remembers 16 to 48 bytes and one `where` per row. */
function duplicateCheck<W>({ code, name, columns, prefixes }: Key, context: RuleContext<W>): RuleCheck<W> {
  const places = placesOf(columns, context)
  if (!places) return rowCheck(() => undefined)
  const { fold } = context
  const parts = columns.map((column, n) => keyPartOf(fold && ((value) => fold(column, value)), prefixes?.[n] ?? null))
  const seen = keySet()
  const first: W[] = []
  return rowCheck((row, where) => {
    const key = keyTextOf(row, places, parts)
    if (key === null) return
    const before = seen.add(key)
    if (before < 0) {
      first.push(where)
      return
    }
    const params = { key: name, columns: columns.join(', '), other: context.place(first[before] as W) }
    context.report({ code, column: columns[0] as string, value: shown(row, places), params, where })
  })
}

/** A rule of the mapping: no two rows with the same values; a row with NULL among them passes. */
export const uniqueCheck = <W>({ columns }: Extract<Rule, { kind: 'unique' }>, context: RuleContext<W>): RuleCheck<W> =>
  duplicateCheck({ code: 'rule_not_unique', name: columns.join(', '), columns }, context)

/** A unique key of the table itself: the server would refuse the second row. */
export const uniqueKeyCheck = <W>({ name, columns, prefixes }: UniqueKey, context: RuleContext<W>): RuleCheck<W> =>
  duplicateCheck({ code: 'unique_key_duplicate', name, columns, prefixes }, context)

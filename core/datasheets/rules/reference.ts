import type { Rule } from '#core/datasheets/mapping/mapping.ts'
import type { ForeignKey } from '#core/datasheets/table.ts'
import { parseDecimal, plainText } from '#core/datasheets/values/decimal.ts'
import { placesOf, type RuleCheck, type RuleContext, type RuleRow, rowCheck } from './check.ts'
import type { RuleError } from './codes.ts'
import { type KeySet, keySet } from './key-set.ts'
import { type KeyPart, keyPartOf, keyTextOf } from './key-text.ts'

/**
 * Rows that have to exist in another table, or in the same one. Fed with the rows of both tables as they would be after the import, in any order and
 * mixed; `target` is called for each row of the other table with the values of `references`, in that order. Remembers 16 to 48 bytes per row of the
 * other table, and each distinct value that has not been met there yet, so that feeding the other table first costs least.
 */
export type ReferenceCheck<W> = RuleCheck<W> & { table: string; references: readonly string[]; target: (values: RuleRow) => void }

type Reference = { code: RuleError; name: string; columns: readonly string[]; table: string; references: readonly string[] }
type Wanted<W> = { value: string; where: W; rows: number }

const numeric = new Set(['integer', 'decimal', 'bit', 'year', 'float'])

/** Numbers refer by value: 1 in an INT is 1.00 in a DECIMAL. */
const byValue: KeyPart = (value) => {
  const number = parseDecimal(value)
  return number ? plainText(number) : value
}

function partsOf<W>(columns: readonly string[], { table, fold }: RuleContext<W>): KeyPart[] {
  return columns.map((column) => {
    const kind = table.columns.find(({ name }) => name === column)?.type.kind ?? 'other'
    return numeric.has(kind) ? byValue : keyPartOf(fold && ((value) => fold(column, value)))
  })
}

function missingReport<W>({ code, name, columns, table, references }: Reference, { value, where, rows }: Wanted<W>, report: RuleContext<W>['report']): void {
  report({ code, column: columns[0] as string, value, params: { name, columns: columns.join(', '), table, references: references.join(', '), rows }, where })
}

function existenceCheck<W>(reference: Reference, context: RuleContext<W>): ReferenceCheck<W> {
  const { columns, table, references } = reference
  const places = placesOf(columns, context)
  const parts = partsOf(columns, context)
  const own = references.map((_, n) => n)
  const existing: KeySet = keySet()
  const wanted = new Map<string, Wanted<W>>()
  const want = (key: string, row: RuleRow, where: W) => {
    const found = wanted.get(key)
    if (found) found.rows++
    else wanted.set(key, { value: (places as number[]).map((place) => row[place]).join(', '), where, rows: 1 })
  }
  const source: RuleCheck<W> = rowCheck((row, where) => {
    const key = places && keyTextOf(row, places, parts)
    if (key !== null && !existing.has(key)) want(key, row, where)
  })
  return {
    ...source,
    table,
    references,
    target: (values) => {
      const key = keyTextOf(values, own, parts)
      if (key === null) return
      existing.add(key)
      wanted.delete(key)
    },
    finish: () => {
      for (const missing of wanted.values()) missingReport(reference, missing, context.report)
    },
  }
}

/** A rule of the mapping: each value exists in a column of another table. NULL refers to nothing and passes. One finding per value, at its first row. */
export const referenceCheck = <W>({ column, table, to }: Extract<Rule, { kind: 'reference' }>, context: RuleContext<W>): ReferenceCheck<W> =>
  existenceCheck({ code: 'rule_reference_missing', name: `${table}.${to}`, columns: [column], table, references: [to] }, context)

/** A foreign key of the table itself; a row with NULL in one of its columns passes, as on the server. */
export const foreignKeyCheck = <W>({ name, columns, table, references }: ForeignKey, context: RuleContext<W>): ReferenceCheck<W> =>
  existenceCheck({ code: 'foreign_key_missing', name, columns, table, references }, context)

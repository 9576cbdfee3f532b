import type { Condition } from '#core/condition/condition.ts'
import { comparisonsOf, conditionFaults } from '#core/condition/faults.ts'
import { comparedAs, comparedIn, rowTest } from '#core/datasheets/mapping/compared.ts'
import type { MappingIssue } from '#core/datasheets/mapping/issue.ts'
import type { SheetMapping, TableMapping } from '#core/datasheets/mapping/mapping.ts'
import { representativesOf } from '#core/datasheets/mapping/representatives.ts'
import type { ColumnDef, TableDef } from '#core/datasheets/table.ts'

/** More combinations than this are not tried: a proof that takes long is asked for in simpler words instead. */
export const combinationLimit = 10_000
/** How many comparisons the proofs of one mapping may take in all: less than a second. */
export const proofBudget = (): { left: number } => ({ left: 1_000_000 })

type Slice = { where: Condition; sheets: readonly string[] }

/** The distinct slices; sheets that write the same condition share one. */
function slicesOf(sheets: readonly SheetMapping[]): Slice[] {
  const groups = Map.groupBy(
    sheets.filter(({ where }) => where),
    ({ where }) => JSON.stringify(where),
  )
  return [...groups.values()].flatMap((same) => (same[0]?.where ? [{ where: same[0].where, sheets: same.map(({ sheet }) => sheet) }] : []))
}

const issue = (code: string, params: MappingIssue['params']): MappingIssue => ({ level: 'error', path: 'sheets', code, params })
const listed = (names: readonly string[]): string => names.join(', ')
const bare: ReadonlySet<string> = new Set(['number', 'double', 'float', 'bit', 'year'])

/** `stuff_type = 'X', grade = NULL` */
const witnessOf = (columns: readonly ColumnDef[], row: readonly (string | null)[]): string =>
  columns
    .map(({ name, type }, n) => {
      const value = row[n] ?? null
      return `${name} = ${value === null ? 'NULL' : bare.has(comparedAs(type)) ? value : `'${value}'`}`
    })
    .join(', ')

function* combinations(choices: readonly (readonly (string | null)[])[]): Generator<(string | null)[]> {
  const [first, ...rest] = choices
  if (!first) yield []
  else for (const value of first) for (const others of combinations(rest)) yield [value, ...others]
}

/** Tries every row that could behave differently; the first in two slices and the first in none are named. */
function proof(slices: readonly Slice[], columns: readonly ColumnDef[], choices: readonly (readonly (string | null)[])[]): MappingIssue[] {
  const tests = slices.map(({ where, sheets }) => ({ holds: rowTest(where, columns), sheets }))
  let [overlap, gap]: [MappingIssue | null, MappingIssue | null] = [null, null]
  for (const row of combinations(choices)) {
    const found = tests.filter(({ holds }) => holds(row))
    if (found.length > 1) overlap ??= issue('slices_overlap', { witness: witnessOf(columns, row), sheets: listed(found.flatMap(({ sheets }) => sheets)) })
    if (!found.length) gap ??= issue('slices_gap', { witness: witnessOf(columns, row) })
    if (overlap && gap) break
  }
  return [overlap, gap].filter((one) => one !== null)
}

/**
 * Whether the slices of a table share it without overlap and without rest, proven by trying a value of every kind that their conditions tell
 * apart, NULL included. Names a row that lies in two slices and one that lies in none. Sheets with the same condition share a slice. Conditions
 * that cannot be compiled are no matter of this function: it then finds nothing. Takes what it costs from `budget`.
 */
export function checkSlices({ sheets }: Pick<TableMapping, 'sheets'>, table: TableDef, budget = proofBudget()): MappingIssue[] {
  const slices = slicesOf(sheets)
  if (!slices.length || slices.some(({ where }) => conditionFaults(where, comparedIn(table)).length)) return []
  const whole = sheets.filter(({ where }) => !where).map(({ sheet }) => sheet)
  if (whole.length) return [issue('slices_whole', { sheets: listed(whole) })]
  const comparisons = slices.flatMap(({ where }) => comparisonsOf(where).map(({ comparison }) => comparison))
  const columns = table.columns.filter(({ name }) => comparisons.some(({ left }) => left === name))
  const choices = columns.map((column) => representativesOf(column, comparisons))
  const count = choices.reduce((product, values) => product * values.length, 1)
  if (count > combinationLimit) return [issue('slices_too_many', { combinations: count, limit: combinationLimit })]
  budget.left -= count * comparisons.length
  return budget.left < 0 ? [issue('slices_costly', { table: table.name })] : proof(slices, columns, choices)
}

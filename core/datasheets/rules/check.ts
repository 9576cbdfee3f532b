import type { TableDef } from '#core/datasheets/table.ts'
import type { RuleError } from './codes.ts'

/** Canonical values of one row, in the order of the columns that the check was made for. */
export type RuleRow = readonly (string | null)[]

/** A row, or a group of rows, that breaks a rule. `where` is the caller's own word for a row; null when the rule itself is at fault. */
export type RuleFinding<W> = {
  code: RuleError
  column: string | null
  value: string | null
  params: Readonly<Record<string, string | number>>
  where: W | null
}

export type RuleContext<W> = {
  table: TableDef
  /** The columns of the rows given to `add`, in their order. */
  columns: readonly string[]
  /** How a row is called in the message about another, e.g. `Items.xlsx / Material / A12`. */
  place: (where: W) => string
  /** Texts that the column's collation takes for the same get the same answer. Without it every text is its own. */
  fold?: ((column: string, value: string) => string) | undefined
  /** Called for each fault as it is found: who counts them and keeps the first ones holds the memory. */
  report: (finding: RuleFinding<W>) => void
}

/** Fed with every row of the table as it would be after the import, in any order; `finish` once at the end. */
export type RuleCheck<W> = { add: (row: RuleRow, where: W) => void; finish: () => void }

const nothing = (): void => undefined

/** A check of single rows: remembers nothing. */
export const rowCheck = <W>(add: RuleCheck<W>['add']): RuleCheck<W> => ({ add, finish: nothing })

/** Several checks as one. */
export function allChecks<W>(checks: readonly RuleCheck<W>[]): RuleCheck<W> {
  return {
    add: (row, where) => {
      for (const check of checks) check.add(row, where)
    },
    finish: () => {
      for (const check of checks) check.finish()
    },
  }
}

/** Places of columns in the rows; a column that the rows lack is reported once, and the answer is null. */
export function placesOf<W>(names: readonly string[], { columns, report }: RuleContext<W>): number[] | null {
  const missing = names.find((name) => !columns.includes(name))
  if (missing === undefined) return names.map((name) => columns.indexOf(name))
  report({ code: 'rule_column_missing', column: missing, value: null, params: { column: missing }, where: null })
  return null
}

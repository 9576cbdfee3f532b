import { type ComparedAs, comparable, compareAs, literal } from '#core/condition/compared-as.ts'
import type { Comparison, Condition } from '#core/condition/condition.ts'
import { valuesOf } from '#core/condition/faults.ts'

export type RowTest = (row: readonly (string | null)[]) => boolean
/** Where a column stands in a row, and how its values compare; null when there is no such column. */
export type ColumnAt = (column: string) => { at: number; as: ComparedAs } | null

/** The values of a comparison, comparable. What `conditionFaults` would have named is a fault of the program here. */
export function literalsOf(comparison: Comparison, as: ComparedAs): string[] {
  return valuesOf(comparison).map((value) => {
    const read = literal(as, value)
    if (read === null) throw new Error(`${comparison.left} cannot be compared with ${JSON.stringify(value)}`)
    return read
  })
}

const sizes = {
  lt: (order: number) => order < 0,
  lte: (order: number) => order <= 0,
  gt: (order: number) => order > 0,
  gte: (order: number) => order >= 0,
}

function testOf(comparison: Comparison, as: ComparedAs): (cell: string | null) => boolean {
  const { op } = comparison
  if (op === 'is_null') return (cell) => cell === null
  if (op === 'not_null') return (cell) => cell !== null
  const values = literalsOf(comparison, as)
  const read = (cell: string): string => {
    const value = comparable(as, cell)
    if (value === null) throw new Error(`${comparison.left} holds ${JSON.stringify(cell)}, which is no ${as}`)
    return value
  }
  if (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte') {
    const [bound = ''] = values
    const holds = sizes[op]
    return (cell) => cell !== null && holds(compareAs(as, read(cell), bound))
  }
  const wanted = new Set(values)
  if (op === 'eq' || op === 'in') return (cell) => cell !== null && wanted.has(read(cell))
  return (cell) => cell === null || !wanted.has(read(cell))
}

/**
 * A test for rows of canonical values. It throws while it is made when a column is unknown or a value is none of its type (`conditionFaults`
 * says so beforehand), and while it tests when a cell is not canonical. Agrees with `toSql` on every row.
 */
export function toClosure(condition: Condition, columnAt: ColumnAt): RowTest {
  if ('not' in condition) {
    const test = toClosure(condition.not, columnAt)
    return (row) => !test(row)
  }
  if ('all' in condition) {
    const tests = condition.all.map((part) => toClosure(part, columnAt))
    return (row) => tests.every((test) => test(row))
  }
  if ('any' in condition) {
    const tests = condition.any.map((part) => toClosure(part, columnAt))
    return (row) => tests.some((test) => test(row))
  }
  const column = columnAt(condition.left)
  if (!column) throw new Error(`no column ${condition.left}`)
  const test = testOf(condition, column.as)
  return (row) => test(row[column.at] ?? null)
}

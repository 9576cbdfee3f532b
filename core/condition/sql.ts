import { literalsOf } from '#core/condition/closure.ts'
import type { ComparedAs } from '#core/condition/compared-as.ts'
import type { Comparison, Condition } from '#core/condition/condition.ts'

/** Placeholders are `?`, in the order of `values`. */
export type SqlTest = { sql: string; values: string[] }

type Side = { column: (name: string) => string; value: string }

/** CAST makes bytes of a text, CONVERT makes them those of UTF-8 whatever character set the column has. */
const bytes = (text: string): string => `CAST(CONVERT(${text} USING utf8mb4) AS BINARY)`
const same = (name: string): string => name
const exact = 'CAST(? AS DECIMAL(65,30))'
const binary = '(? + 0E0)'

/** Constructs that MySQL 8.0, 8.4, 9 and MariaDB 10.6 share. */
const sides: Record<Exclude<ComparedAs, 'opaque'>, Side> = {
  number: { column: same, value: exact },
  bit: { column: (name) => `(${name} + 0)`, value: exact },
  year: { column: (name) => `(${name} + 0)`, value: exact },
  double: { column: same, value: binary },
  float: { column: same, value: binary },
  text: { column: bytes, value: bytes('?') },
  date: { column: same, value: 'CAST(? AS DATE)' },
  datetime: { column: same, value: 'CAST(? AS DATETIME(6))' },
  time: { column: same, value: 'CAST(? AS TIME(6))' },
}

const signs = { lt: '<', lte: '<=', gt: '>', gte: '>=' } as const

/** `37:30:00.5` of microseconds, which is what `literalsOf` gives for a time. */
function clockOf(micros: string): string {
  const total = Math.abs(Number(micros))
  const seconds = Math.floor(total / 1_000_000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const clock = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return `${Number(micros) < 0 ? '-' : ''}${clock}.${String(total % 1_000_000).padStart(6, '0')}`
}

function comparisonSql(comparison: Comparison, as: ComparedAs, name: string): SqlTest {
  const { op } = comparison
  if (op === 'is_null') return { sql: `${name} IS NULL`, values: [] }
  if (op === 'not_null') return { sql: `${name} IS NOT NULL`, values: [] }
  if (as === 'opaque') throw new Error(`${comparison.left} cannot be compared`)
  const literals = literalsOf(comparison, as)
  const values = as === 'time' ? literals.map(clockOf) : literals
  const { column, value } = sides[as]
  const left = column(name)
  // COALESCE: what compares with NULL is unknown to SQL, and here it is false.
  if (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte') return { sql: `COALESCE(${left} ${signs[op]} ${value}, FALSE)`, values }
  const found = `COALESCE(${left} IN (${values.map(() => value).join(', ')}), FALSE)`
  return { sql: op === 'eq' || op === 'in' ? found : `NOT ${found}`, values }
}

const joined = (parts: readonly SqlTest[], word: 'AND' | 'OR'): SqlTest => ({
  sql: `(${parts.map(({ sql }) => sql).join(` ${word} `)})`,
  values: parts.flatMap(({ values }) => values),
})

/**
 * The condition as SQL that is true or false and never NULL, for columns that `asOf` knows; `quote` makes an identifier of a name, with an
 * alias if it wants. A value is always a placeholder. Throws as `toClosure` does, and agrees with it on every row.
 */
export function toSql(condition: Condition, asOf: (column: string) => ComparedAs | null, quote: (column: string) => string): SqlTest {
  if ('not' in condition) {
    const { sql, values } = toSql(condition.not, asOf, quote)
    return { sql: `NOT (${sql})`, values }
  }
  const parts = 'all' in condition ? condition.all : 'any' in condition ? condition.any : null
  if (parts) {
    return joined(
      parts.map((part) => toSql(part, asOf, quote)),
      'all' in condition ? 'AND' : 'OR',
    )
  }
  const comparison = condition as Comparison
  const as = asOf(comparison.left)
  if (as === null) throw new Error(`no column ${comparison.left}`)
  return comparisonSql(comparison, as, quote(comparison.left))
}

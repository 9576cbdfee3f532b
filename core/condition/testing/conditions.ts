import fc from 'fast-check'
import type { ComparedAs } from '#core/condition/compared-as.ts'
import type { Condition } from '#core/condition/condition.ts'

/** Columns of each way of comparing, with values near each other so that random conditions often hold. Canonical, as rows carry them. */
const columns: Record<string, { as: ComparedAs; declared: string; values: readonly string[] }> = {
  big: { as: 'number', declared: 'BIGINT', values: ['-1', '0', '1', '2', '10', '9007199254740992', '9007199254740993', '-9223372036854775808'] },
  huge: { as: 'number', declared: 'BIGINT UNSIGNED', values: ['0', '1', '9223372036854775808', '18446744073709551615'] },
  price: { as: 'number', declared: 'DECIMAL(20,6)', values: ['0.000000', '-0.500000', '1.000000', '1.000001', '99999999999999.999999'] },
  flag: { as: 'bit', declared: 'BIT(3)', values: ['0', '1', '5', '7'] },
  season: { as: 'year', declared: 'YEAR', values: ['1901', '1999', '2026', '2155'] },
  weight: { as: 'double', declared: 'DOUBLE', values: ['0', '0.1', '0.30000000000000004', '-1.5', '1e+21', '1e-7'] },
  small: { as: 'float', declared: 'FLOAT', values: ['0', '0.1', '0.5', '-1.25', '16777216'] },
  word: {
    as: 'text',
    declared: 'VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci',
    values: ['', 'T', 't', 'T ', 'tt', 'ábc', 'abc', 'ABC', '가', '\u{1f600}', '\uff21', "it's", 'a\\b', '1', '01'],
  },
  latin: { as: 'text', declared: 'VARCHAR(20) CHARACTER SET latin1', values: ['', 'é', 'e', 'E', 'z'] },
  kind: { as: 'text', declared: "ENUM('login','Raid','gacha')", values: ['login', 'Raid', 'gacha'] },
  targets: { as: 'text', declared: "SET('KR','JP','US')", values: ['', 'KR', 'KR,JP', 'US'] },
  day: { as: 'date', declared: 'DATE', values: ['2026-12-31', '2027-01-01', '2028-02-29'] },
  begin: { as: 'datetime', declared: 'DATETIME(3)', values: ['2027-01-01 00:00:00.000', '2027-01-01 00:00:00.001', '2027-01-01 10:59:59.999'] },
  stamp: { as: 'datetime', declared: 'TIMESTAMP NULL', values: ['2027-01-01 00:00:00', '2027-06-01 11:00:00'] },
  daily: { as: 'time', declared: 'TIME(2)', values: ['-01:30:00.00', '00:00:00.00', '09:30:00.50', '838:59:59.00'] },
}

/** Values that a condition may write although no row has them in this form. */
const alsoWritten: Partial<Record<ComparedAs, readonly (string | number | boolean)[]>> = {
  number: ['1.5', 1, '01', '1e1', true],
  bit: [true, 6],
  year: [2_026, '70'],
  double: [0.1, '1E3'],
  float: ['0.10', 0.3],
  text: ['T\t', 'X', 5, '%'],
  datetime: ['2027-01-01', '2027-01-01T10:59:59.9995'],
  time: ['9:30:00'.padStart(8, '0'), '00:00:00.000001'],
}

export const columnNames = Object.keys(columns)
export const kinds: Readonly<Record<string, ComparedAs>> = Object.fromEntries(Object.entries(columns).map(([name, { as }]) => [name, as]))

/** The lines of a CREATE TABLE with these columns. */
export const columnLines = Object.entries(columns).map(([name, { declared }]) => `\`${name}\` ${declared}${declared.endsWith('NULL') ? '' : ' NULL'}`)

const comparisons: fc.Arbitrary<Condition> = fc.constantFrom(...columnNames).chain((left) => {
  const { as = 'text', values = [] } = columns[left] ?? {}
  const right = fc.constantFrom<string | number | boolean>(...values, ...(alsoWritten[as] ?? []))
  return fc.oneof(
    fc.record({ left: fc.constant(left), op: fc.constantFrom('is_null' as const, 'not_null' as const) }),
    fc.record({ left: fc.constant(left), op: fc.constantFrom(...(['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const)), right }),
    fc.record({ left: fc.constant(left), op: fc.constantFrom('in' as const, 'not_in' as const), right: fc.array(right, { minLength: 1, maxLength: 3 }) }),
  )
})

/** Trees of a few levels over the columns. */
export const conditions: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => {
  const parts = fc.array(tie('tree'), { minLength: 1, maxLength: 3 })
  return {
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: comparisons },
      { weight: 1, arbitrary: parts.map((all): Condition => ({ all })) },
      { weight: 1, arbitrary: parts.map((any): Condition => ({ any })) },
      { weight: 1, arbitrary: tie('tree').map((not): Condition => ({ not })) },
    ),
  }
}).tree

/** Canonical rows, cells in the order of `columnNames`. */
export const rows: fc.Arbitrary<(string | null)[]> = fc.tuple(...Object.values(columns).map(({ values }) => fc.option(fc.constantFrom(...values), { freq: 4 })))

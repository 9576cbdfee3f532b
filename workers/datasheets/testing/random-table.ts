import fc from 'fast-check'
import type { BookCell, BookRow, BookSheet } from '#workers/datasheets/testing/book.ts'

/** A value in canonical form; the database and the sheet are given the same text. */
type Value = string | null
type Kind = {
  declared: string
  value: fc.Arbitrary<string>
  /** What the sheet may say instead of it, and mean the same. */
  alias?: (value: string) => string
  /** The cell of another kind that people fill in for it; null where a spreadsheet cannot hold it so. */
  native?: (value: string) => BookCell
  /** Another text that is the same key. */
  sameKey?: (value: string) => string
}
type Column = { name: string; kind: Kind; nullable: boolean }
type Fate = 'same' | 'changed' | 'gone'

const two = (n: number): string => String(n).padStart(2, '0')
const date = fc
  .tuple(fc.integer({ min: 1971, max: 2037 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `${y}-${two(m)}-${two(d)}`)
const clock = fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }), fc.nat({ max: 59 })).map((parts) => parts.map(two).join(':'))
const decimal = (whole: bigint, scale: number) =>
  fc.tuple(fc.bigInt({ min: -whole, max: whole }), fc.nat({ max: 10 ** scale - 1 })).map(([a, b]) => `${a === 0n ? '0' : a}.${String(b).padStart(scale, '0')}`)
const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ019 _-=+@"\'&<>,;한글검방패ßéあ漢😀'), minLength: 1, maxLength: 12 })
/** Spaces at either end are said to be there, and control characters refused: neither is what is looked at here. */
const text = letters.map((value) => `${value.trim() || 'x'}`)

const numberCell = (value: string): number | null => (value.replace(/^-?0*|[.]/g, '').length <= 15 ? Number(value) : null)
const dateCell = (value: string): BookCell => ({ date: new Date(`${value.replace(' ', 'T')}${value.includes(' ') ? '' : 'T00:00:00'}Z`) })

const kinds: Record<string, Kind> = {
  tiny: { declared: 'TINYINT', value: fc.integer({ min: -128, max: 127 }).map(String), native: numberCell },
  int: { declared: 'INT', value: fc.integer().map(String), alias: (value) => ` ${value}.0 `, native: numberCell },
  unsigned: { declared: 'BIGINT UNSIGNED', value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String), native: numberCell },
  big: { declared: 'BIGINT', value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) },
  decimal: { declared: 'DECIMAL(20,3)', value: decimal(10n ** 16n, 3), alias: (value) => `${value}0`, native: numberCell },
  price: { declared: 'DECIMAL(12,3)', value: decimal(10n ** 8n, 3), native: numberCell },
  double: { declared: 'DOUBLE', value: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((n) => String(n || 0)) },
  flag: { declared: 'TINYINT(1)', value: fc.constantFrom('0', '1'), alias: (value) => (value === '1' ? 'TRUE' : 'false'), native: (value) => value === '1' },
  bits: { declared: 'BIT(9)', value: fc.nat({ max: 511 }).map(String), native: numberCell },
  text: { declared: 'VARCHAR(40)', value: text },
  char: { declared: 'CHAR(20)', value: text },
  long: { declared: 'TEXT', value: fc.array(text, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')) },
  date: { declared: 'DATE', value: date, native: dateCell },
  time: { declared: 'TIME(2)', value: clock.map((value) => `${value}.25`) },
  datetime: {
    declared: 'DATETIME',
    value: fc.tuple(date, clock).map(([day, at]) => `${day} ${at}`),
    alias: (value) => value.replace(' ', 'T'),
    native: dateCell,
  },
  timestamp: { declared: 'TIMESTAMP(3)', value: fc.tuple(date, clock).map(([day, at]) => `${day} ${at}.125`), native: dateCell },
  year: { declared: 'YEAR', value: fc.integer({ min: 1901, max: 2155 }).map(String), native: numberCell },
  label: { declared: "ENUM('N','R','특급','a b')", value: fc.constantFrom('N', 'R', '특급', 'a b') },
  labels: {
    declared: "SET('x','y','z')",
    value: fc.subarray(['x', 'y', 'z'], { minLength: 1 }).map((all) => all.join(',')),
    alias: (value) => value.split(',').reverse().join(', '),
  },
  json: {
    declared: 'JSON',
    value: fc.tuple(fc.integer(), text).map(([n, value]) => JSON.stringify({ a: [n, null], b: value })),
    alias: (value) => value.replace('{', '{ ').replace(',"b"', ' , "b"'),
  },
  bytes: { declared: 'VARBINARY(8)', value: fc.uint8Array({ minLength: 1, maxLength: 8 }).map((value) => Buffer.from(value).toString('hex').toUpperCase()) },
}
/** Texts of keys are the same to the server in either case: the sheet may say them in the other one, which is then a change of that cell. */
const keyText: Kind = {
  declared: 'VARCHAR(12)',
  value: fc.string({ unit: fc.constantFrom(...'abcd한글검1'), minLength: 1, maxLength: 6 }),
  sameKey: (value) => value.toUpperCase(),
}
const keyKinds = [kinds.int, kinds.unsigned, kinds.decimal, kinds.date, kinds.label, kinds.bytes, keyText].filter((kind) => kind !== undefined)

/** How a sheet writes the cells of a row. */
type Spelling = 'plain' | 'alias' | 'native'
type Row = { values: Value[]; next: Value[]; fate: Fate; spelling: Spelling }
export type RandomTable = { keys: number; columns: Column[]; rows: Row[]; added: Value[][]; order: number[] }

const valuesOf = ({ kind, nullable }: Column): fc.Arbitrary<Value> => (nullable ? fc.option(kind.value, { freq: 4 }) : kind.value)
const keyOf = (keys: number, values: readonly Value[]): string => JSON.stringify(values.slice(0, keys))

/** A table with rows, and what a sheet makes of them: some stay, some change in cells beside the key, some go, some are new. */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .tuple(
    fc.array(fc.constantFrom(...keyKinds), { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(fc.constantFrom(...Object.values(kinds)), fc.boolean()), { minLength: 1, maxLength: 6 }),
  )
  .chain(([keyed, others]) => {
    const columns: Column[] = [
      ...keyed.map((kind, at) => ({ name: `k${at}`, kind, nullable: false })),
      ...others.map(([kind, nullable], at) => ({ name: `c${at}`, kind, nullable })),
    ]
    const values = fc.tuple(...columns.map(valuesOf)) as fc.Arbitrary<Value[]>
    const row = fc.record({
      values,
      next: values,
      fate: fc.constantFrom<Fate>('same', 'same', 'changed', 'gone'),
      spelling: fc.constantFrom<Spelling>('plain', 'alias', 'native'),
    })
    const all = fc.uniqueArray(row, { selector: (one) => keyOf(keyed.length, one.values), maxLength: 14 })
    return fc.record({
      keys: fc.constant(keyed.length),
      columns: fc.constant(columns),
      all,
      order: fc.array(fc.nat({ max: 1_000 }), { minLength: 14, maxLength: 14 }),
    })
  })
  .map(({ keys, columns, all, order }) => {
    // The last third is not in the table yet.
    const split = Math.ceil((all.length * 2) / 3)
    return { keys, columns, rows: all.slice(0, split), added: all.slice(split).map(({ values }) => values), order }
  })

function nextOf(keys: number, columns: readonly Column[], { values, next, fate }: Row): Value[] {
  if (fate !== 'changed') return values
  const key = values.slice(0, keys).map((value, at) => (value === null ? null : (columns[at]?.kind.sameKey?.(value) ?? value)))
  return [...key, ...next.slice(keys)]
}

export function ddlOf(name: string, { keys, columns }: RandomTable): string {
  const declared = columns.map(
    (column) =>
      `${column.name} ${column.kind.declared} ${column.nullable ? 'NULL' : 'NOT NULL'}${column.kind.declared.startsWith('TIMESTAMP') ? (column.nullable ? ' DEFAULT NULL' : " DEFAULT '2000-01-01 00:00:00'") : ''}`,
  )
  return `CREATE TABLE ${name} (${declared.join(', ')}, PRIMARY KEY (${columns
    .slice(0, keys)
    .map((column) => column.name)
    .join(', ')}))`
}

/** One INSERT with all rows; empty without rows. */
export function insertSqlOf(name: string, { columns, rows }: RandomTable): string {
  if (rows.length === 0) return ''
  const literal = (value: Value, at: number): string => {
    if (value === null) return 'NULL'
    const { declared } = (columns[at] as Column).kind
    if (declared.startsWith('VARBINARY')) return `x'${value}'`
    return declared.startsWith('BIT') || declared === 'DOUBLE' ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  }
  return `INSERT INTO ${name} VALUES ${rows.map(({ values }) => `(${values.map(literal).join(', ')})`).join(', ')}`
}

function cellOf({ kind }: Column, value: Value, spelling: Spelling): BookCell {
  if (value === null) return null
  if (spelling === 'native') return kind.native?.(value) ?? value
  return spelling === 'alias' ? (kind.alias?.(value) ?? value) : value
}

/** The sheet; `unchanged`: that of the table as it is. `seed` shuffles rows and columns. */
export function sheetOf(name: string, { columns, rows, added, order }: RandomTable, { unchanged = false, seed = 0 } = {}): BookSheet {
  const wanted = unchanged ? rows.map(({ values, spelling }) => ({ values, spelling })) : []
  const keys = columns.filter((column) => column.name.startsWith('k')).length
  const changed = unchanged ? [] : rows.filter(({ fate }) => fate !== 'gone').map((row) => ({ values: nextOf(keys, columns, row), spelling: row.spelling }))
  const more = unchanged ? [] : added.map((values) => ({ values, spelling: 'native' as const }))
  const rank = (at: number): number => (order[(at + seed) % order.length] ?? 0) * (seed % 2 ? -1 : 1)
  const places = columns.map((_, at) => at).sort((a, b) => rank(a) - rank(b) || a - b)
  const all = [...wanted, ...changed, ...more].map((row, at) => ({ row, at })).sort((a, b) => rank(a.at) - rank(b.at) || a.at - b.at)
  const body = all.map(({ row }): BookRow => places.map((at) => cellOf(columns[at] as Column, row.values[at] ?? null, row.spelling)))
  return { name, rows: [places.map((at) => columns[at]?.name ?? ''), ...body] }
}

/** What differs, as plain comparison of the rows says: a text for each row. */
export function expectedOf({ keys, columns, rows, added }: RandomTable): string[] {
  const names = columns.map(({ name }) => name)
  const key = (values: readonly Value[]) => JSON.stringify(values.slice(0, keys))
  const lines = rows.flatMap((row): string[] => {
    if (row.fate === 'gone') return [`delete ${key(row.values)} ${JSON.stringify(row.values)}`]
    const next = nextOf(keys, columns, row)
    const cells = names.flatMap((name, at) => (row.values[at] === next[at] ? [] : [[name, row.values[at], next[at]]]))
    return cells.length === 0 ? [] : [`update ${key(row.values)} ${JSON.stringify(cells)}`]
  })
  return [...lines, ...added.map((values) => `insert ${key(values)} ${JSON.stringify(values)}`)].sort()
}

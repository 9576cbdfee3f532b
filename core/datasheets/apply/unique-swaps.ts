import type { ColumnDef, TableDef, UniqueKey } from '#core/datasheets/table.ts'

/** What a row holds in a unique key before and after, as text that is equal exactly where the server takes the values for the same; null: no conflict. */
export type UniqueUse<Row> = { row: Row; before: string | null; after: string | null }

/**
 * Rows that have to make way first: what they give up is what another row takes. With all of them moved aside no order of the others can meet a value
 * that is still in use, whatever chains and circles they make.
 */
export function rowsInTheWay<Row>(uses: readonly UniqueUse<Row>[]): Set<Row> {
  const takers = new Map<string, Row>()
  for (const { row, before, after } of uses) if (after !== null && after !== before) takers.set(after, row)
  const found = new Set<Row>()
  for (const { row, before, after } of uses) if (before !== null && before !== after && takers.has(before)) found.add(row)
  return found
}

/** Where a row waits meanwhile: a column of the unique key, and either NULL or a value that nobody has. */
export type Parking = { column: ColumnDef; to: 'null' | 'number' | 'text' | 'bytes' }

const leastText = 12
const leastBytes = 8

function valueFor({ type }: ColumnDef): Parking['to'] | null {
  if (type.kind === 'integer' || type.kind === 'decimal') return 'number'
  if (type.kind === 'text') return type.maxChars === null || type.maxChars >= leastText ? 'text' : null
  return type.kind === 'binary' && type.maxBytes >= leastBytes ? 'bytes' : null
}

/** Columns that foreign keys of any table look for: rows that refer to them may follow every change. */
const referredColumns = (table: TableDef, schema: readonly TableDef[]): Set<string> =>
  new Set(schema.flatMap(({ foreignKeys }) => foreignKeys.filter((key) => key.table === table.name).flatMap(({ references }) => references)))

/** A place for rows of this unique key to wait; null when no column of it can hold a value of nobody's. */
export function parkingOf(table: TableDef, { columns, prefixes }: UniqueKey, schema: readonly TableDef[]): Parking | null {
  const referred = referredColumns(table, schema)
  const held = new Set([...table.foreignKeys.flatMap(({ columns }) => columns), ...referred, ...table.primaryKey])
  const own = columns.flatMap((name, at) => {
    const column = table.columns.find((one) => one.name === name)
    return column && !column.generated ? [{ column, prefix: prefixes?.[at] ?? null }] : []
  })
  const empty = own.find(({ column }) => column.nullable && !table.primaryKey.includes(column.name) && !referred.has(column.name))
  if (empty) return { column: empty.column, to: 'null' }
  for (const { column, prefix } of own) {
    const to = held.has(column.name) || (prefix !== null && prefix < leastText) ? null : valueFor(column)
    if (to !== null) return { column, to }
  }
  return null
}

const unit = (scale: number): bigint => 10n ** BigInt(scale)

/** Whole numbers at the end of what a number column can hold: `[least, most]`, of decimals in units of their last place. */
export function rangeOf({ type }: ColumnDef): { least: bigint; most: bigint; scale: number } {
  if (type.kind === 'decimal') {
    const most = unit(type.precision) - 1n
    return { least: type.unsigned ? 0n : -most, most, scale: type.scale }
  }
  if (type.kind !== 'integer') throw new Error(`no numbers in a column of ${type.kind}`)
  const values = 1n << BigInt(type.bytes * 8)
  return type.unsigned ? { least: 0n, most: values - 1n, scale: 0 } : { least: -(values >> 1n), most: (values >> 1n) - 1n, scale: 0 }
}

/** `count` numbers below or above all that are in use (`low` to `high`, units of the last place); null where there is no room for them. */
export function freeNumbers(column: ColumnDef, low: bigint, high: bigint, count: number): bigint[] | null {
  const { least, most } = rangeOf(column)
  const needed = BigInt(count)
  if (most - high >= needed) return Array.from({ length: count }, (_, at) => high + 1n + BigInt(at))
  if (low - least >= needed) return Array.from({ length: count }, (_, at) => low - 1n - BigInt(at))
  return null
}

/** A number in units of the last place as the text of its column. */
export function numberText(value: bigint, scale: number): string {
  if (scale === 0) return String(value)
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

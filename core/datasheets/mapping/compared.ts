import { type RowTest, toClosure } from '#core/condition/closure.ts'
import type { ComparedAs } from '#core/condition/compared-as.ts'
import type { Condition } from '#core/condition/condition.ts'
import { type SqlTest, toSql } from '#core/condition/sql.ts'
import type { ColumnDef, ColumnType, TableDef } from '#core/datasheets/table.ts'

/** How a condition compares the values of a column. Labels of ENUM and SET are texts; bytes and JSON can only be asked for NULL. */
export function comparedAs(type: ColumnType): ComparedAs {
  switch (type.kind) {
    case 'integer':
    case 'decimal':
      return 'number'
    case 'float':
      return type.double ? 'double' : 'float'
    case 'enum':
    case 'set':
    case 'text':
      return 'text'
    case 'timestamp':
      return 'datetime'
    case 'binary':
    case 'json':
    case 'other':
      return 'opaque'
    default:
      return type.kind
  }
}

/** For `conditionFaults` and `toSql`: how a column of a table compares, null when it has none of that name. */
export function comparedIn(table: TableDef): (column: string) => ComparedAs | null {
  const types = new Map(table.columns.map((column) => [column.name, comparedAs(column.type)]))
  return (column) => types.get(column) ?? null
}

/** Tests rows whose canonical cells stand in the order of `columns`. Null is the condition that holds for every row. */
export function rowTest(condition: Condition | null, columns: readonly ColumnDef[]): RowTest {
  if (!condition) return () => true
  const places = new Map(columns.map(({ name, type }, at) => [name, { at, as: comparedAs(type) }]))
  return toClosure(condition, (column) => places.get(column) ?? null)
}

/** The same condition for a WHERE. */
export const rowsSql = (condition: Condition | null, table: TableDef, quote: (column: string) => string): SqlTest =>
  condition ? toSql(condition, comparedIn(table), quote) : { sql: 'TRUE', values: [] }

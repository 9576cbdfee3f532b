import { holdsAll } from '#core/datasheets/compare/carried.ts'
import type { ColumnDef, ForeignKey, TableDef, UniqueKey } from '#core/datasheets/table.ts'

/** What two databases declare differently. `from`, `to`: as each declares it; null where it is missing. `blocking`: rows cannot be carried over. */
export type SchemaDifference = {
  table: string
  /** Null: it concerns the table. */
  column: string | null
  kind: 'table_missing' | 'column_missing' | 'type' | 'nullable' | 'default' | 'primary_key' | 'unique_key' | 'foreign_key'
  from: string | null
  to: string | null
  blocking: boolean
}

/** A table of both databases whose rows can be compared: `columns` in the target's order, those that both have and a plan may write. */
export type TablePair = { from: TableDef; to: TableDef; columns: readonly string[] }

type Part = Omit<SchemaDifference, 'table'>

const isWritten = ({ generated, type }: ColumnDef): boolean => !generated && type.kind !== 'other'
const named = <Item extends { name: string }>(items: readonly Item[]): Map<string, Item> => new Map(items.map((item) => [item.name, item]))

/** The type as it is declared, with what is not written there and counts as well. */
function typeText({ type, declared, generated }: ColumnDef): string {
  const collation = 'collation' in type && type.kind === 'text' ? ` COLLATE ${type.collation}` : ''
  return `${declared}${collation}${generated ? ' GENERATED' : ''}`
}

const nullText = ({ nullable }: ColumnDef): string => (nullable ? 'NULL' : 'NOT NULL')

function defaultText({ default: value }: ColumnDef): string | null {
  if (value === null) return null
  return 'value' in value ? (value.value ?? 'NULL') : `(${value.expression})`
}

/** A row can be added without saying a value. */
const isOptional = (column: ColumnDef): boolean => !isWritten(column) || column.nullable || column.default !== null || column.autoIncrement

function missingColumn(from: ColumnDef | undefined, to: ColumnDef | undefined): Part[] {
  // What the source computes itself is nothing that somebody entered.
  const blocking = to ? !isOptional(to) : from !== undefined && !from.generated
  const column = (from ?? to)?.name ?? null
  return [{ column, kind: 'column_missing', from: from ? typeText(from) : null, to: to ? typeText(to) : null, blocking }]
}

function columnDifferences(from: ColumnDef, to: ColumnDef): Part[] {
  const found: Part[] = []
  const column = to.name
  const types = from.type.kind === 'other' || to.type.kind === 'other' ? [from.declared, to.declared] : [JSON.stringify(from.type), JSON.stringify(to.type)]
  if (types[0] !== types[1] || from.generated !== to.generated) {
    found.push({ column, kind: 'type', from: typeText(from), to: typeText(to), blocking: isWritten(to) && !holdsAll(from.type, to.type) })
  }
  if (from.nullable !== to.nullable && isWritten(to)) {
    found.push({ column, kind: 'nullable', from: nullText(from), to: nullText(to), blocking: from.nullable })
  }
  const defaults = [defaultText(from), defaultText(to)] as const
  if (defaults[0] !== defaults[1] && isWritten(from) && isWritten(to)) {
    found.push({ column, kind: 'default', from: defaults[0], to: defaults[1], blocking: false })
  }
  return found
}

const keyText = (columns: readonly string[]): string | null => (columns.length > 0 ? columns.join(', ') : null)
const uniqueText = ({ columns, prefixes }: UniqueKey): string =>
  columns.map((column, at) => (prefixes?.[at] ? `${column}(${prefixes[at]})` : column)).join(', ')
/** MySQL and MariaDB have two words for refusing. */
const foreignText = ({ columns, table, references, onDelete }: ForeignKey): string =>
  `${columns.join(', ')} -> ${table} (${references.join(', ')})${/^(no action|restrict)$/i.test(onDelete) ? '' : ` ON DELETE ${onDelete.toUpperCase()}`}`

/** Keys that only one side has, by what they say: their names do not matter. */
function keyDifferences(kind: 'unique_key' | 'foreign_key', from: readonly string[], to: readonly string[]): Part[] {
  const gone = from.filter((key) => !to.includes(key)).map((key): Part => ({ column: null, kind, from: key, to: null, blocking: false }))
  const added = to.filter((key) => !from.includes(key)).map((key): Part => ({ column: null, kind, from: null, to: key, blocking: false }))
  return [...gone, ...added]
}

function primaryKeyDifferences({ primaryKey: from }: TableDef, { primaryKey: to }: TableDef): Part[] {
  const sameColumns = to.length > 0 && keyText(from.toSorted()) === keyText(to.toSorted())
  if (sameColumns && keyText(from) === keyText(to)) return []
  return [{ column: null, kind: 'primary_key', from: keyText(from), to: keyText(to), blocking: !sameColumns }]
}

function tableDifferences(from: TableDef, to: TableDef): Part[] {
  const [ours, theirs] = [named(from.columns), named(to.columns)]
  return [
    ...primaryKeyDifferences(from, to),
    ...to.columns.flatMap((column) => {
      const other = ours.get(column.name)
      return other ? columnDifferences(other, column) : missingColumn(undefined, column)
    }),
    ...from.columns.filter(({ name }) => !theirs.has(name)).flatMap((column) => missingColumn(column, undefined)),
    ...keyDifferences('unique_key', from.uniqueKeys.map(uniqueText), to.uniqueKeys.map(uniqueText)),
    ...keyDifferences('foreign_key', from.foreignKeys.map(foreignText), to.foreignKeys.map(foreignText)),
  ]
}

/**
 * Which tables of two databases can be compared row by row, and what they declare differently: by the names of the tables, in each by the target's
 * order. `wanted`: these alone; null is all that either has. Tables with a blocking difference are in no pair: a column or a table that is missing, a
 * type that does not hold all values of the source's, no primary key or another one.
 */
export function compareSchemas(
  from: readonly TableDef[],
  to: readonly TableDef[],
  wanted: readonly string[] | null,
): { pairs: TablePair[]; differences: SchemaDifference[] } {
  const [ours, theirs] = [named(from), named(to)]
  const names = [...new Set(wanted ?? [...ours.keys(), ...theirs.keys()])].sort()
  const pairs: TablePair[] = []
  const differences = names.flatMap((table): SchemaDifference[] => {
    const [source, target] = [ours.get(table), theirs.get(table)]
    if (!source || !target) {
      return [{ table, column: null, kind: 'table_missing', from: source ? table : null, to: target ? table : null, blocking: true }]
    }
    const found = tableDifferences(source, target).map((part) => ({ table, ...part }))
    const given = named(source.columns)
    const columns = target.columns.filter((column) => isWritten(column) && given.has(column.name)).map(({ name }) => name)
    if (!found.some(({ blocking }) => blocking)) pairs.push({ from: source, to: target, columns })
    return found
  })
  return { pairs, differences }
}

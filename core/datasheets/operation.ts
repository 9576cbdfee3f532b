export type OperationKind = 'insert' | 'update' | 'delete'

/** Old and new value in canonical form; null is NULL. An insert has no old values, a delete no new ones: both are null there. */
export type CellChange = readonly [old: string | null, next: string | null]

/** One row that a plan changes. */
export type Operation = {
  op: OperationKind
  /** Key columns in the order of the key. */
  key: Readonly<Record<string, string | null>>
  /** Update: the changed columns. Insert: those that the sheet gives. Delete: all columns of the table that can be written. In the table's order. */
  cells: Readonly<Record<string, CellChange>>
}

/** An operation as it is kept for reading: with what it does not change, and where it came from. Neither is part of the digest. */
export type KeptOperation = Operation & {
  /** Update: the columns that stay as they are. */
  same?: Readonly<Record<string, string | null>>
  /** The row of the sheet behind it; a delete has none. */
  at?: { file: string; sheet: string; row: number }
  /** Insert and delete that look like one row whose key was edited: the key of the other. */
  renamed?: Readonly<Record<string, string | null>>
}

/** What a record says of a column; undefined where it says nothing. Columns may be called like what every object inherits, such as `constructor`. */
export const ofColumn = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined

/** What an operation says that a column held before it; undefined where it says nothing. */
export function valueBefore({ cells, same }: KeptOperation, name: string): string | null | undefined {
  const cell = ofColumn(cells, name)
  return cell ? cell[0] : ofColumn(same, name)
}

/** The bytes that a digest is made of: one line of JSON, keys in this order, columns in the order given. */
export const operationLine = ({ op, key, cells }: Operation): string => JSON.stringify({ op, key, cells })

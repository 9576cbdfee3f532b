/** What a column of a game table can hold, as its database says. Sizes in the units of the type: bytes, digits, characters. */
export type ColumnType =
  | { kind: 'integer'; bytes: 1 | 2 | 3 | 4 | 8; unsigned: boolean; boolean: boolean }
  | { kind: 'decimal'; precision: number; scale: number; unsigned: boolean }
  | { kind: 'float'; double: boolean; unsigned: boolean }
  | { kind: 'bit'; bits: number }
  | { kind: 'text'; maxChars: number | null; maxBytes: number; charset: string; collation: string }
  | { kind: 'binary'; maxBytes: number; fixed: boolean }
  | { kind: 'date' }
  | { kind: 'time'; fsp: number }
  | { kind: 'datetime'; fsp: number }
  | { kind: 'timestamp'; fsp: number }
  | { kind: 'year' }
  | { kind: 'enum'; labels: readonly string[]; collation: string }
  | { kind: 'set'; labels: readonly string[]; collation: string }
  | { kind: 'json' }
  /** Spatial and other types that no sheet can carry: the column is left alone. */
  | { kind: 'other'; declared: string }

export type ColumnDef = {
  name: string
  type: ColumnType
  /** As the server writes it, e.g. `decimal(12,2) unsigned`. */
  declared: string
  nullable: boolean
  /** Null: the column has no default of its own. An expression is the server's to compute. */
  default: { value: string | null } | { expression: string } | null
  autoIncrement: boolean
  /** Computed by the server: neither read from a sheet nor compared. */
  generated: boolean
  /** Set by the server on every update: not compared, written only when a sheet has it. */
  onUpdate: boolean
  comment: string
}

/** `prefixes`: of which columns only the first characters or bytes count, in the order of `columns`; left out when all count whole. */
export type UniqueKey = { name: string; columns: readonly string[]; prefixes?: readonly (number | null)[] }
/** `onUpdate`: what happens to the rows that refer to one whose value changes; left out where it cannot be changed then. */
export type ForeignKey = { name: string; columns: readonly string[]; table: string; references: readonly string[]; onDelete: string; onUpdate?: string }

export type TableDef = {
  name: string
  comment: string
  columns: readonly ColumnDef[]
  /** Empty when the table has none. */
  primaryKey: readonly string[]
  /** Without the primary key, unless that counts only the first characters of a column. */
  uniqueKeys: readonly UniqueKey[]
  foreignKeys: readonly ForeignKey[]
  /** Names of the triggers on it: they do what no diff can show. */
  triggers: readonly string[]
}

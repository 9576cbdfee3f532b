import type { CellStyle, SheetCell } from '#core/datasheets/cell.ts'
import type { ColumnMapping } from '#core/datasheets/mapping/mapping.ts'
import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'
import { column } from '#core/datasheets/testing/column.ts'
import { columnReader } from '../from-sheet.ts'
import type { Read } from '../read.ts'

/** Columns and cells for tests. */
export const columnOf = (type: ColumnType, rest: Partial<ColumnDef> = {}): ColumnDef => column('column', type, { declared: '', ...rest })

const cell = (kind: SheetCell['kind'], raw: string, style: CellStyle = 'plain'): SheetCell => ({ column: 0, kind, raw, formula: false, style })
export const textCell = (raw: string): SheetCell => cell('text', raw)
export const numberCell = (raw: string, style: CellStyle = 'plain'): SheetCell => cell('number', raw, style)
export const booleanCell = (raw: '0' | '1'): SheetCell => cell('boolean', raw)
export const isoCell = (raw: string): SheetCell => cell('date', raw)
export const errorCell = (raw: string): SheetCell => cell('error', raw)
export const uncalculatedCell: SheetCell = { ...cell('empty', ''), formula: true }

export const types = {
  tiny: { kind: 'integer', bytes: 1, unsigned: false, boolean: false },
  int: { kind: 'integer', bytes: 4, unsigned: false, boolean: false },
  bigint: { kind: 'integer', bytes: 8, unsigned: false, boolean: false },
  unsignedBigint: { kind: 'integer', bytes: 8, unsigned: true, boolean: false },
  flag: { kind: 'integer', bytes: 1, unsigned: false, boolean: true },
  price: { kind: 'decimal', precision: 5, scale: 2, unsigned: false },
  wide: { kind: 'decimal', precision: 40, scale: 20, unsigned: false },
  float: { kind: 'float', double: false, unsigned: false },
  double: { kind: 'float', double: true, unsigned: false },
  bits: { kind: 'bit', bits: 10 },
  bit: { kind: 'bit', bits: 1 },
  varchar: { kind: 'text', maxChars: 10, maxBytes: 40, charset: 'utf8mb4', collation: 'utf8mb4_general_ci' },
  text: { kind: 'text', maxChars: null, maxBytes: 65_535, charset: 'utf8mb4', collation: 'utf8mb4_general_ci' },
  binary: { kind: 'binary', maxBytes: 4, fixed: true },
  varbinary: { kind: 'binary', maxBytes: 4, fixed: false },
  date: { kind: 'date' },
  time: { kind: 'time', fsp: 0 },
  datetime: { kind: 'datetime', fsp: 0 },
  datetime6: { kind: 'datetime', fsp: 6 },
  timestamp: { kind: 'timestamp', fsp: 0 },
  year: { kind: 'year' },
  grade: { kind: 'enum', labels: ['A', 'b', 'S급', '1'], collation: 'utf8mb4_general_ci' },
  tags: { kind: 'set', labels: ['x', 'y', 'z'], collation: 'utf8mb4_general_ci' },
  json: { kind: 'json' },
} as const satisfies Record<string, ColumnType>

/** Reads one cell in a column of a type, without a word in the mapping. */
export const readAs = (type: ColumnType, from: SheetCell | undefined, rest: Partial<ColumnDef> = {}, mapping?: ColumnMapping, date1904 = false): Read =>
  columnReader(columnOf(type, rest), { mapping, date1904 })(from)

/** The canonical value, a warning as `value !code`, a problem as `!code`: one word for a table of cases. */
export function told(read: Read): string | null {
  if (read === null || typeof read === 'string') return read
  if ('problem' in read) return `!${read.problem}`
  return 'warning' in read ? `${read.value} !${read.warning}` : '!default'
}

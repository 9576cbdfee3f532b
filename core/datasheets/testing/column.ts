import type { ColumnDef, ColumnType } from '#core/datasheets/table.ts'

/** A column that may not be NULL and has no default, unless told. */
export const column = (name: string, type: ColumnType, more: Partial<ColumnDef> = {}): ColumnDef => ({
  name,
  type,
  declared: type.kind,
  nullable: false,
  default: null,
  autoIncrement: false,
  generated: false,
  onUpdate: false,
  comment: '',
  ...more,
})

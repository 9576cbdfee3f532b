import { type ColumnDef, columnVisibilityFeature, tableFeatures } from '@tanstack/react-table'
import type { ReactNode } from 'react'

type Meta = {
  /** Name in the header and in the column menu. */
  label: string
  /** Name under which the server sorts by this column; not sortable without. */
  sort?: string
  align?: 'end'
  /** What the column means, on hover of its header. */
  help?: string
}

export const features = tableFeatures({ columnVisibilityFeature, columnMeta: {} as Meta })
export type Column<Row extends object> = ColumnDef<typeof features, Row, unknown>

/** One column: its id, its words, and how a row is shown in it. */
export function column<Row extends object>(id: string, meta: Meta, cell: (row: Row) => ReactNode, options: { fixed?: boolean } = {}): Column<Row> {
  return { id, header: meta.label, meta, enableHiding: !options.fixed, cell: ({ row }) => cell(row.original) }
}

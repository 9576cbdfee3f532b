import 'server-only'
import type { Cell } from '#core/shared/csv.ts'
import { type ExportFormat, mostExportRows } from '#core/shared/export.ts'
import { type Refusal, refuse } from '#core/shared/refusal.ts'
import { download } from '#server/http/download.ts'
import { csvSheet, type SheetColumn, type SheetRows, xlsxSheet } from '#server/spreadsheet.ts'

const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Content types of an export's answer, for the description of the API. */
export const exportAnswer = { contentType: contentTypes.csv }

export type Sheet = { stem: string; at: Date; format: ExportFormat; columns: readonly SheetColumn[]; rows: SheetRows }

/** `runs_20261121_140211Z.csv`; the instant in UTC. */
export function sheetName({ stem, at, format }: Pick<Sheet, 'stem' | 'at' | 'format'>): string {
  return `${stem}_${at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}Z.${format}`
}

/** Refuses export_too_large when the filters find more rows than one sheet may have: a cut sheet would pass for the whole. */
export const tooLarge = (rows: number): Refusal | null => (rows > mostExportRows ? refuse('export_too_large', 422, { rows, most: mostExportRows }) : null)

/** Pages of a list as the rows of a sheet. `next` gets the last item of the page before; a page that is not full is the last one. */
export async function* sheetRows<Item>(
  next: (last: Item | null) => Promise<readonly Item[]>,
  pageSize: number,
  cells: (item: Item) => readonly Cell[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let last: Item | null = null; ; ) {
    const items: readonly Item[] = await next(last)
    if (items.length > 0) yield items.map(cells)
    if (items.length < pageSize) return
    last = items.at(-1) ?? null
  }
}

/** The sheet as a download that is written while it is read. */
export function sheetResponse(sheet: Sheet): Response {
  const { stem, format, columns, rows } = sheet
  const content = format === 'xlsx' ? xlsxSheet(stem.slice(0, 31), columns, rows) : csvSheet(columns, rows)
  return download(content, { name: sheetName(sheet), contentType: contentTypes[format] })
}

import 'server-only'
import type { Cell } from '#core/shared/csv.ts'
import { type ExportFormat, mostExportRows } from '#core/shared/export.ts'
import { Refusal, refuse } from '#core/shared/refusal.ts'
import { download } from '#server/http/download.ts'
import { csvSheet, type SheetColumn, type SheetRows, xlsxSheet } from '#server/spreadsheet.ts'

const contentTypes: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** Content types of an export's answer, for the description of the API. */
export const exportAnswer = { contentType: contentTypes.csv }

/** `at`: when it was read, in its file's name; null where the stem says all. */
export type Sheet = { stem: string; at: Date | null; format: ExportFormat; columns: readonly SheetColumn[]; rows: SheetRows }

/** `runs_20261121_140211Z.csv`, the instant in UTC; `runs.csv` without one. */
export function sheetName({ stem, at, format }: Pick<Sheet, 'stem' | 'at' | 'format'>): string {
  const instant = at === null ? '' : `_${at.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_')}Z`
  return `${stem}${instant}.${format}`
}

/** Refuses export_too_large when the filters find more rows than one sheet may have: a cut sheet would pass for the whole. */
export const tooLarge = (rows: number): Refusal | null => (rows > mostExportRows ? refuse('export_too_large', 422, { rows, most: mostExportRows }) : null)

/**
 * The items of a list as the rows of a sheet, in the order of their keys. All keys are taken before the first row is
 * written: the sheet ends where it began, no row comes twice, and an item that went meanwhile is left out.
 */
export async function* sheetRows<Key, Item>(
  keys: readonly Key[],
  pageSize: number,
  read: (keys: readonly Key[]) => Promise<readonly Item[]>,
  cells: (item: Item) => readonly Cell[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
  for (let at = 0; at < keys.length; at += pageSize) yield (await read(keys.slice(at, at + pageSize))).map(cells)
}

/** What was found of the given keys, in their order. */
export function inOrder<Key, Item>(keys: readonly Key[], found: readonly Item[], keyOf: (item: Item) => Key): Item[] {
  const byKey = new Map(found.map((item) => [keyOf(item), item]))
  return keys.flatMap((key) => byKey.get(key) ?? [])
}

/** The sheet as a download that is written while it is read. */
export function sheetResponse(sheet: Sheet): Response {
  const { stem, format, columns, rows } = sheet
  const content = format === 'xlsx' ? xlsxSheet(stem.slice(0, 31), columns, rows) : csvSheet(columns, rows)
  return download(content, { name: sheetName(sheet), contentType: contentTypes[format] })
}

/** What an export's route answers: the download, or why there is none. */
export const answerSheet = (sheet: Sheet | Refusal): Response | Refusal => (sheet instanceof Refusal ? sheet : sheetResponse(sheet))

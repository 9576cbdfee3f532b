import { sheetNameLimit } from '#core/datasheets/mapping/names.ts'

/** Rows of a sheet, as spreadsheets count them. */
export const lastRow = 1_048_576

/** A sheet that goes on where another ended: ` ~2` behind its name, ` ~3` and so on. */
const continued = /^(.+) ~(\d+)$/

/** The name of the `part`-th sheet (from 1) of rows that one sheet cannot hold. */
export function partName(sheet: string, part: number): string {
  if (part === 1) return sheet
  const suffix = ` ~${part}`
  return sheet.slice(0, sheetNameLimit - suffix.length) + suffix
}

/** The sheet that this one goes on with; null for one that begins by itself. */
export const continuedSheet = (name: string): string | null => continued.exec(name)?.[1] ?? null

/** The first sheet that has to stand before this one and is not among those that are `here`; null where none is missing. */
export function missingBefore(name: string, here: (sheet: string) => boolean): string | null {
  const [, sheet = '', last = '1'] = continued.exec(name) ?? []
  for (let part = 1; part < Number(last); part++) if (!here(partName(sheet, part))) return partName(sheet, part)
  return null
}

import type { Finding } from '#core/datasheets/finding.ts'
import type { Reading, UploadedFile } from '#core/datasheets/mapping/resolve.ts'
import type { UnreadSheet } from '#workers/datasheets/child/job.ts'

/** Codes of the findings about sheets that no table is known for. */
const unmatched = new Set(['sheet_unmatched', 'sheet_not_of_table'])

/** Sheets that were read into no table and are no error either: the mapping ignores them, or nothing is called so. */
export function unreadSheets(files: readonly UploadedFile[], readings: readonly Reading[], findings: readonly Finding[]): UnreadSheet[] {
  return files.flatMap(({ file, sheets }) =>
    sheets.flatMap((sheet): UnreadSheet[] => {
      const here = (one: { file: string; sheet: string | null }) => one.file === file && one.sheet === sheet
      if (readings.some(here)) return []
      const about = findings.filter(here)
      if (about.some(({ level }) => level === 'error')) return []
      return [{ file, sheet, reason: about.some(({ code }) => unmatched.has(code)) ? 'unmatched' : 'ignored' }]
    }),
  )
}

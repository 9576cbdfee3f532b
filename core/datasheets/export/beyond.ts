import type { ReadingCaps } from '#core/datasheets/reading/caps.ts'

/** How large a file became; `entries` are the parts of its archive. */
export type FileSize = { fileBytes: number; sheets: number; rows: number; cells: number; entries: number }

/** The names of the caps on reading that a file of this size passes: it could be written, but not imported again. */
export const capsPassed = (size: FileSize, caps: ReadingCaps): (keyof FileSize)[] =>
  (['fileBytes', 'sheets', 'rows', 'cells', 'entries'] as const).filter((name) => size[name] > caps[name])

import type { Finding } from '#core/datasheets/finding.ts'
import { wellFormed } from '#core/shared/refusal.ts'

const longest = 200

/** Where a finding of the mapping stands; what is left out is null. */
export type FindingPlace = { file: string; sheet?: string; cell?: string; table?: string; column?: string; value?: string }

/** A finding at its place, with what its message names. */
export const findingAt = (level: Finding['level'], code: string, place: FindingPlace, params: Finding['params'] = {}): Finding => ({
  level,
  code,
  file: place.file,
  sheet: place.sheet ?? null,
  cell: place.cell ?? null,
  table: place.table ?? null,
  column: place.column ?? null,
  value: place.value?.slice(0, longest).toWellFormed() ?? null,
  params: wellFormed(params),
})

/** For messages that propose a name where there is one: `{hint, select, near {...} other {}}`. */
export const hintOf = (nearest: string | null): { hint: string; nearest: string } => ({ hint: nearest === null ? 'none' : 'near', nearest: nearest ?? '' })

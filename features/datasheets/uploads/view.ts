import type { UploadQuery } from '#features/datasheets/uploads/schema.ts'

/** In the address of the list. */
export const uploadFilterNames = ['q', 'by'] as const
type Url = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof uploadFilterNames)[number], string | null> }

/** The address of the list as the API asks for it; what it would refuse is left away. */
export function uploadFilterOf({ page, pageSize, sort, filters: { q, by } }: Url): Partial<UploadQuery> {
  return { page, pageSize, ...(sort ? { sort } : {}), ...(q ? { q } : {}), ...(by === 'me' ? { by } : {}) }
}

/** What may be dropped. Others are sent all the same: the server says better than a name can what is wrong with them. */
export const fileEndings = '.xlsx,.csv'

/** A file on its way. `share` in 0..1 of the phase. */
export type Sending<Kept> = { key: string; name: string; bytes: number } & (
  | { phase: 'waiting' }
  | { phase: 'reading' | 'sending'; share: number }
  | { phase: 'kept'; upload: Kept }
  | { phase: 'refused'; error: unknown }
)

/** Reading and sending as one bar: a digest takes about a tenth of the time. */
export function percentOf(one: Sending<unknown>): number {
  if (one.phase === 'reading') return one.share * 10
  if (one.phase === 'sending') return 10 + one.share * 90
  return one.phase === 'kept' ? 100 : 0
}

export const isUnderWay = ({ phase }: Pick<Sending<unknown>, 'phase'>): boolean => phase === 'waiting' || phase === 'reading' || phase === 'sending'

/** What the editor of the mapping offers to be tried on. */
export const newestUploads = { page: 1, pageSize: 50, sort: '-createdAt' } as const satisfies Partial<UploadQuery>

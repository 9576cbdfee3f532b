import { retentionStatuses } from '#core/retention/sheet.ts'
import type { PlayerQuery } from '#features/retention/schema.ts'

export const sheetFilterNames = ['q', 'status', 'country', 'device'] as const

type ListState = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof sheetFilterNames)[number], string | null> }

/** What the address says about the sheet, as the API wants it. */
export function sheetFilterOf({ page, pageSize, sort, filters }: ListState): PlayerQuery {
  const { q, status, country, device } = filters
  const chosen = retentionStatuses.find((one) => one === status)
  return {
    page,
    pageSize,
    ...(sort ? { sort } : {}),
    ...(q ? { q } : {}),
    ...(chosen ? { status: chosen } : {}),
    ...(country ? { country } : {}),
    ...(device ? { device } : {}),
  }
}

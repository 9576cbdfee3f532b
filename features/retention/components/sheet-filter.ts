import { type Condition, parseConditions } from '#core/retention/columns/conditions.ts'
import { retentionStatuses } from '#core/retention/sheet.ts'
import type { PlayerQuery } from '#features/retention/schema.ts'

export const sheetFilterNames = ['q', 'status', 'country', 'device', 'where'] as const

type ListState = { page: number; pageSize: number; sort: string | null; filters: Record<(typeof sheetFilterNames)[number], string | null> }

/** What the address says about the sheet, as the API wants it. Conditions that cannot be read are left out. */
export function sheetFilterOf({ page, pageSize, sort, filters }: ListState): PlayerQuery {
  const { q, status, country, device, where } = filters
  const chosen = retentionStatuses.find((one) => one === status)
  return {
    page,
    pageSize,
    ...(sort ? { sort } : {}),
    ...(q ? { q } : {}),
    ...(chosen ? { status: chosen } : {}),
    ...(country ? { country } : {}),
    ...(device ? { device } : {}),
    ...(where && parseConditions(where)?.length ? { where } : {}),
  }
}

const written = ({ column, operator, value }: Condition): string => `${column}${operator}${value ?? 'null'}`

export const conditionsIn = (where: string | null): Condition[] => parseConditions(where ?? '') ?? []
/** The text of conditions as the address holds it; null when there are none. */
export const whereOf = (conditions: readonly Condition[]): string | null => conditions.map(written).join(',') || null

/** Conditions with those on one column replaced by a range; an end that is not set has no bound. */
export function withRange(conditions: readonly Condition[], column: string, min: number | '', max: number | ''): Condition[] {
  const others = conditions.filter((one) => one.column !== column)
  return [
    ...others,
    ...(min === '' ? [] : [{ column, operator: '>=' as const, value: min }]),
    ...(max === '' ? [] : [{ column, operator: '<=' as const, value: max }]),
  ]
}

/** What an export follows: filters and order, all pages. */
export const exportQueryOf = ({ page: _page, pageSize: _size, ...query }: PlayerQuery): Omit<PlayerQuery, 'page' | 'pageSize'> => query

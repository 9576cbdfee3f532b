import type { Breakdown } from '#features/retention/sheet/schema.ts'

export type Group = Breakdown['items'][number]
export const breakdownColumns = ['value', 'players', 'rateD1', 'activeMinutesMean'] as const
export type BreakdownColumn = (typeof breakdownColumns)[number]
export type BreakdownOrder = { column: BreakdownColumn; descending: boolean }

/** What is not known comes last in both directions; ties stay as they come. */
export function ordered(items: readonly Group[], { column, descending }: BreakdownOrder, locale: string): Group[] {
  const compare = (a: Group, b: Group): number => {
    const [x, y] = [a[column], b[column]]
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1
    const difference = typeof x === 'string' ? x.localeCompare(String(y), locale) : x - Number(y)
    return descending ? -difference : difference
  }
  return [...items].sort(compare)
}

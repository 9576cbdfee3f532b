export type PersonFilter = { page: number; pageSize: number; sort?: string; q?: string; role?: string; state?: string }

type Url = { page: number; pageSize: number; sort: string | null; filters: Record<'q' | 'role' | 'state', string | null> }

export const tokenFilterNames = ['q', 'state'] as const
export type TokenFilter = { page: number; pageSize: number; sort?: string } & Partial<Record<(typeof tokenFilterNames)[number], string>>
export const tokenStates = ['active', 'revoked'] as const

/** The address of the list as the API asks for it. */
export function filterOf({ page, pageSize, sort, filters: { q, role, state } }: Url): PersonFilter {
  return { page, pageSize, ...(sort ? { sort } : {}), ...(q ? { q } : {}), ...(role ? { role } : {}), ...(state ? { state } : {}) }
}

/** Browser and system out of a User-Agent, as far as people care; null when it tells neither. */
export function deviceOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const browsers = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ] as const
  const systems = [
    ['Android', 'Android'],
    ['iPhone', 'iOS'],
    ['iPad', 'iPadOS'],
    ['Mac OS X', 'macOS'],
    ['Windows', 'Windows'],
    ['Linux', 'Linux'],
  ] as const
  const first = (names: readonly (readonly [string, string])[]) => names.find(([mark]) => userAgent.includes(mark))?.[1]
  return [first(browsers), first(systems)].filter(Boolean).join(' · ') || null
}

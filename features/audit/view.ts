import { outcomes } from '#core/audit/outcomes.ts'
import type { AuditEntry, AuditQuery } from '#features/audit/schema.ts'

export const auditFilterNames = ['q', 'who', 'action', 'object', 'outcome', 'run', 'from', 'to'] as const
type Name = (typeof auditFilterNames)[number]
type ListState = { page: number; pageSize: number; sort: string | null; filters: Record<Name, string | null> }

/** What a screen asks of the audit; the API fills in the rest. */
export type AuditListFilter = Partial<AuditQuery>

const isInstant = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))

/** The filters of the address, as the API wants them; what it would refuse is left away. */
export function filtersOf(filters: ListState['filters']): Omit<AuditListFilter, 'page' | 'pageSize' | 'sort'> {
  const { q, who, action, object, run, from, to } = filters
  const outcome = outcomes.find((one) => one === filters.outcome)
  return {
    ...(q ? { q } : {}),
    ...(who ? { who } : {}),
    ...(action ? { action } : {}),
    ...(object ? { object } : {}),
    ...(outcome ? { outcome } : {}),
    ...(run && /^[1-9]\d{0,18}$/.test(run) ? { run } : {}),
    ...(from && isInstant(from) ? { from } : {}),
    ...(to && isInstant(to) ? { to } : {}),
  }
}

export const auditFilterOf = ({ page, pageSize, sort, filters }: ListState): AuditListFilter => ({
  page,
  pageSize,
  sort: sort === 'at' ? 'at' : '-at',
  ...filtersOf(filters),
})

export type Change = { name: string; before: string | null; after: string | null; changed: boolean }

const shown = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : JSON.stringify(value)

/** Before and after side by side, by name; a name that only one side has is empty on the other. */
export function changesOf({ before, after }: Pick<AuditEntry, 'before' | 'after'>): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort()
  return names.map((name) => {
    const [was, is] = [shown(before?.[name]), shown(after?.[name])]
    return { name, before: was, after: is, changed: was !== is }
  })
}

/** Further facts of an act as text, by name. */
export const factsOf = ({ detail }: Pick<AuditEntry, 'detail'>): { name: string; value: string | null }[] =>
  Object.entries(detail ?? {}).map(([name, value]) => ({ name, value: shown(value) }))

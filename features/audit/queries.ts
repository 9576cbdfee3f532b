import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, withQuery } from '#components/api/client.ts'
import type { ExportFormat } from '#core/shared/export.ts'
import type { auditEntry, auditPage, Verification, verification } from '#features/audit/schema.ts'
import type { AuditListFilter } from '#features/audit/view.ts'

const root = '/api/v1/audit'
export const auditKeys = { lists: ['audit', 'list'] as const, one: (id: string) => ['audit', 'one', id] as const }

export const auditQuery = (filter: AuditListFilter) =>
  queryOptions({
    queryKey: [...auditKeys.lists, filter],
    queryFn: ({ signal }) => api.get<typeof auditPage>(root, { query: filter, signal }),
    placeholderData: keepPreviousData,
  })

export const auditEntryQuery = (id: string) =>
  queryOptions({ queryKey: auditKeys.one(id), queryFn: ({ signal }) => api.get<typeof auditEntry>(`${root}/${id}`, { signal }) })

export const exportPath = (format: ExportFormat, filter: AuditListFilter): string => {
  const { page: _page, pageSize: _size, ...rest } = filter
  return withQuery(`${root}/export`, { format, ...rest })
}

/** Follows the whole chain, in as many calls as it takes; `seen` is told how far each came. */
export async function verifyAudit(seen: (part: Verification) => void): Promise<Verification> {
  for (let after: string | undefined; ; ) {
    const part = await api.post<typeof verification>(`${root}/verify`, after === undefined ? {} : { after })
    if (part.next === null) return part
    seen(part)
    after = part.next
  }
}

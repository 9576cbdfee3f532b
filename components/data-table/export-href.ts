import { withQuery } from '#components/api/client.ts'
import type { ExportFormat } from '#core/shared/export.ts'

/** Where a list's export is asked for, and the filters that it must follow. */
export type ExportOf = { path: string; query: Record<string, string | number | null | undefined> }

const ofList = ['page', 'pageSize', 'sort']

/** The address of an export: filters as the list asks for them, without page and order. */
export function exportHref({ path, query }: ExportOf, format: ExportFormat): string {
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !ofList.includes(name)))
  return withQuery(path, { ...filters, format })
}

import { withQuery } from '#components/api/client.ts'
import type { ExportFormat } from '#core/shared/export.ts'

/** Where a list's export is asked for, and the filters that it must follow. */
export type ExportOf = { path: string; query: Record<string, string | number | null | undefined> }

const ofPage = ['page', 'pageSize']

/** The address of an export: filters and order as the list asks for them, all pages. */
export function exportHref({ path, query }: ExportOf, format: ExportFormat): string {
  const filters = Object.fromEntries(Object.entries(query).filter(([name]) => !ofPage.includes(name)))
  return withQuery(path, { ...filters, format })
}

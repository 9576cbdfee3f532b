'use client'
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'

export type ListUrl<Filter extends string> = {
  page: number
  pageSize: number
  /** Column name, with a leading `-` for descending; null is the list's own order. */
  sort: string | null
  filters: Record<Filter, string | null>
  filtered: boolean
  setPage: (page: number) => void
  setPageSize: (size: number) => void
  setSort: (sort: string | null) => void
  /** Setting a filter goes back to the first page. */
  setFilters: (values: Partial<Record<Filter, string | null>>) => void
  clear: () => void
}

const paging = { page: parseAsInteger.withDefault(1), size: parseAsInteger.withDefault(50), sort: parseAsString }

/** Page, sort and filters of a list, kept in the address: `?page=2&sort=-createdAt&state=failed`. `names` must be stable. */
export function useListUrl<Filter extends string>(names: readonly Filter[]): ListUrl<Filter> {
  const parsers = useMemo(() => ({ ...paging, ...Object.fromEntries(names.map((name) => [name, parseAsString])) }), [names])
  const [values, set] = useQueryStates(parsers, { history: 'replace', shallow: true })
  return useMemo(() => {
    const all = values as Record<string, string | number | null>
    const filters = Object.fromEntries(names.map((name) => [name, (all[name] as string | null) || null])) as Record<Filter, string | null>
    const none = Object.fromEntries(names.map((name) => [name, null]))
    return {
      page: Math.max(1, values.page),
      pageSize: Math.min(500, Math.max(1, values.size)),
      sort: values.sort,
      filters,
      filtered: names.some((name) => filters[name] !== null),
      setPage: (page) => void set({ page }, { history: 'push' }),
      setPageSize: (size) => void set({ size, page: null }),
      setSort: (sort) => void set({ sort, page: null }),
      setFilters: (next) => void set({ ...next, page: null }),
      clear: () => void set({ ...none, page: null }),
    }
  }, [values, set, names])
}

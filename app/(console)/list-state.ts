export type Search = Record<string, string | string[] | undefined>

const number = (value: string | string[] | undefined, otherwise: number): number => {
  const parsed = typeof value === 'string' ? Number(value) : Number.NaN
  return Number.isInteger(parsed) && parsed > 0 ? parsed : otherwise
}

/** What the address says about a list, as the browser's `useListUrl` reads it, for the first answer of a page. */
export function listStateOf<Name extends string>(search: Search, names: readonly Name[]) {
  const text = (name: string): string | null => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return {
    page: number(search.page, 1),
    pageSize: Math.min(500, number(search.size, 50)),
    sort: text('sort'),
    filters: Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string | null>,
  }
}

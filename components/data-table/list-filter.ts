type Url<Filter extends string> = { page: number; pageSize: number; sort: string | null; filters: Record<Filter, string | null> }
type ListFilter<Filter extends string> = { page: number; pageSize: number; sort?: string } & Partial<Record<Filter, string>>

/** The address of a list as the API asks for it: what is not set is left out. */
export function listFilterOf<Filter extends string>({ page, pageSize, sort, filters }: Url<Filter>): ListFilter<Filter> {
  const set = Object.entries<string | null>({ sort, ...filters }).filter(([, value]) => value)
  return { page, pageSize, ...(Object.fromEntries(set) as { sort?: string } & Partial<Record<Filter, string>>) }
}

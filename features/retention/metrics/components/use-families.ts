'use client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { sourcesQuery, testSource } from '#features/gamelog/queries.ts'

const fiveMinutes = 300_000

const lookQuery = (id: string) =>
  queryOptions({ queryKey: ['sources', 'look', id], queryFn: () => testSource(id), staleTime: fiveMinutes, retry: false, refetchOnWindowFocus: false })

export type Families = { state: 'none' | 'looking' | 'unknown' | 'known'; families: string[] }

/** Which log families a source has; a look at its cluster, kept for 5 minutes. */
export function useFamilies(source: string): Families {
  const { data: sources } = useQuery(sourcesQuery)
  const id = sources?.items.find((one) => one.name === source)?.id
  const { data, isPending } = useQuery({ ...lookQuery(id ?? ''), enabled: id !== undefined })
  if (id === undefined) return { state: 'none', families: [] }
  if (isPending) return { state: 'looking', families: [] }
  if (!data?.preflight) return { state: 'unknown', families: [] }
  const { families, indices } = data.preflight
  const found = [...Object.keys(families), ...indices.flatMap(({ family }) => family ?? [])]
  return { state: 'known', families: [...new Set(found)].sort() }
}

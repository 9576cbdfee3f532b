'use client'
import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { planRowsQuery } from '#features/datasheets/plans/queries.ts'
import type { PlanRow, PlanRows, RowFilter } from '#features/datasheets/plans/schema.ts'
import { rowsAtOnce } from '#features/datasheets/plans/view.ts'

const keptMs = 60_000

type Of = { plan: string; table: string; filter: RowFilter }
export type RowsInSight = {
  rowAt: (index: number) => PlanRow | undefined
  /** The answer about the first rows, which says how many there are. */
  first: PlanRows | undefined
  error: Error | null
  retry: () => void
}

/** Rows of a table by their place among those that the filters find. `inSight`: the pages that are looked at, `3,4`. */
export function useRows({ plan, table, filter }: Of, inSight: string): RowsInSight {
  const pages = useMemo(() => [...new Set([0, ...inSight.split(',').map(Number)])], [inSight])
  return useQueries({
    queries: pages.map((page) => ({
      ...planRowsQuery(plan, table, { ...filter, offset: page * rowsAtOnce, limit: rowsAtOnce }),
      // Rows of another place are no stand-in.
      placeholderData: undefined,
      gcTime: keptMs,
    })),
    combine: (answers) => {
      const byPage = new Map(answers.map(({ data }, at) => [pages[at] ?? 0, data?.items]))
      const broken = answers.find(({ error, data }) => error && !data)
      return {
        rowAt: (index: number) => byPage.get(Math.floor(index / rowsAtOnce))?.[index % rowsAtOnce],
        first: answers[0]?.data,
        error: broken?.error ?? null,
        retry: () => void broken?.refetch(),
      }
    },
  })
}

'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { plansKey, startPlan } from '#features/datasheets/plans/queries.ts'
import type { PlanRequest, PlanStarted } from '#features/datasheets/plans/schema.ts'

/** Starts a comparison of files and goes to it. */
export const useCompare = (start: (request: PlanRequest) => Promise<PlanStarted> = startPlan) => useStart(start)

/** Starts what makes a plan and goes to it. */
export function useStart<Request>(start: (request: Request) => Promise<PlanStarted>) {
  const client = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: start,
    onSuccess: async ({ plan }) => {
      router.push(`/datasheets/plans/${plan.id}`)
      await client.invalidateQueries({ queryKey: plansKey })
    },
  })
}
